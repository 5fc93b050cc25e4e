// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var W=S,T={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
Callsmith checks the data sets in this folder and below. The nearest callsmith.config.json above a file counts\
.",type:"object",additionalProperties:!1,properties:{$schema:{type:"string",description:"Where this schema is \
found."},format:{type:"string",description:"Format of all data sets here, instead of the one that the file's e\
ntries vote for."},targets:{type:"array",description:"What the data sets here are for: trainers, services, ben\
chmarks. Rules that depend on them are silent without.",items:{type:"string"}},files:{type:"array",description:"\
Formats, mappings of your own, and targets for some files. The first entry whose pattern matches and that says\
 it counts.",items:{type:"object",additionalProperties:!1,required:["include"],anyOf:[{required:["format"]},{required:[
"mapping"]},{required:["targets"]}],properties:{include:{description:"Patterns relative to this folder: * and \
? in a name, ** over folders, {a,b} for alternatives. A pattern without / matches in every folder.",oneOf:[{type:"\
string"},{type:"array",items:{type:"string"}}]},format:{type:"string",description:"Format of these files."},mapping:{
type:"object",additionalProperties:!1,description:"Where these files keep their parts, for formats of your own\
. What is left out is under its usual name.",properties:{messages:{type:"string",description:"Column with the \
messages. Usually messages, or else conversations."},system:{type:"string",description:"Column with a system p\
rompt."},tools:{type:"string",description:"Column with the tools, a list or a string of JSON. Usually tools."},
query:{type:"string",description:"Column with what the user says, in rows without messages."},answer:{type:"st\
ring",description:"Column with the answer: calls, a text or a message."},role:{type:"string",description:"Key \
of a message's role. Usually role."},content:{type:"string",description:"Key of a message's content. Usually c\
ontent."},calls:{type:"string",description:"Key of an assistant's message with its calls. Usually tool_calls."},
thought:{type:"string",description:"Key of an assistant's message with its thought. Usually reasoning_content \
and the like."},roles:{type:"object",additionalProperties:!1,description:"Role words; those that are not named\
 have their usual meaning.",properties:{system:{description:"Roles of the system.",oneOf:[{type:"string"},{type:"\
array",items:{type:"string"}}]},user:{description:"Roles of the user.",oneOf:[{type:"string"},{type:"array",items:{
type:"string"}}]},assistant:{description:"Roles of the model.",oneOf:[{type:"string"},{type:"array",items:{type:"\
string"}}]},call:{description:"Roles of messages whose content is a call.",oneOf:[{type:"string"},{type:"array",
items:{type:"string"}}]},tool:{description:"Roles of messages with a result.",oneOf:[{type:"string"},{type:"ar\
ray",items:{type:"string"}}]},thought:{description:"Roles of messages whose content is a thought.",oneOf:[{type:"\
string"},{type:"array",items:{type:"string"}}]},tools:{description:"Roles of messages whose content is the too\
ls.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]}}},call:{type:"object",additionalProperties:!1,
description:"Keys of a call.",properties:{name:{type:"string",description:"Usually name."},arguments:{type:"st\
ring",description:"Usually arguments."},id:{type:"string",description:"Usually id."}}},tool:{type:"object",additionalProperties:!1,
description:"Keys of a tool.",properties:{name:{type:"string",description:"Usually name."},description:{type:"\
string",description:"Usually description."},parameters:{type:"string",description:"Usually parameters."}}},callsInText:{
type:"array",description:"Ways in which calls are written in the text of an answer. Usually in tags.",items:{enum:[
"tags","fence","react","python"]}}}},targets:{type:"array",description:"Targets of these files.",items:{type:"\
string"}}}}},rules:{type:"object",description:"Severity of rules by their code.",additionalProperties:{enum:["\
off","hint","warning","error"]}},exclude:{type:"array",description:"Patterns of files and folders that are pas\
sed over when a folder is checked.",items:{type:"string"}}},$id:"config"},C=Object.prototype.hasOwnProperty;function S(w,{
instancePath:o="",parentData:I,parentDataProperty:$,rootData:K=w}={}){let e=null,s=0;if(w&&typeof w=="object"&&
!Array.isArray(w)){for(let y in w)if(!(y==="$schema"||y==="format"||y==="targets"||y==="files"||y==="rules"||y===
"exclude")){let u={instancePath:o,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:y}};
e===null?e=[u]:e.push(u),s++}if(w.$schema!==void 0&&typeof w.$schema!="string"){let y={instancePath:o+"/$schem\
a",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}
if(w.format!==void 0&&typeof w.format!="string"){let y={instancePath:o+"/format",schemaPath:"#/properties/form\
at/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}if(w.targets!==void 0){let y=w.targets;
if(Array.isArray(y)){let u=y.length;for(let i=0;i<u;i++)if(typeof y[i]!="string"){let m={instancePath:o+"/targ\
ets/"+i,schemaPath:"#/properties/targets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(
m),s++}}else{let u={instancePath:o+"/targets",schemaPath:"#/properties/targets/type",keyword:"type",params:{type:"\
array"}};e===null?e=[u]:e.push(u),s++}}if(w.files!==void 0){let y=w.files;if(Array.isArray(y)){let u=y.length;
for(let i=0;i<u;i++){let m=y[i],U=s,P=!1,R=s;if(m&&typeof m=="object"&&!Array.isArray(m)&&m.format===void 0){let a={
instancePath:o+"/files/"+i,schemaPath:"#/properties/files/items/anyOf/0/required",keyword:"required",params:{missingProperty:"\
format"}};e===null?e=[a]:e.push(a),s++}var k=R===s;if(P=P||k,!P){let a=s;if(m&&typeof m=="object"&&!Array.isArray(
m)&&m.mapping===void 0){let r={instancePath:o+"/files/"+i,schemaPath:"#/properties/files/items/anyOf/1/require\
d",keyword:"required",params:{missingProperty:"mapping"}};e===null?e=[r]:e.push(r),s++}var k=a===s;if(P=P||k,!P){
let r=s;if(m&&typeof m=="object"&&!Array.isArray(m)&&m.targets===void 0){let l={instancePath:o+"/files/"+i,schemaPath:"\
#/properties/files/items/anyOf/2/required",keyword:"required",params:{missingProperty:"targets"}};e===null?e=[
l]:e.push(l),s++}var k=r===s;P=P||k}}if(P)s=U,e!==null&&(U?e.length=U:e=null);else{let a={instancePath:o+"/fil\
es/"+i,schemaPath:"#/properties/files/items/anyOf",keyword:"anyOf",params:{}};e===null?e=[a]:e.push(a),s++}if(m&&
typeof m=="object"&&!Array.isArray(m)){if(m.include===void 0){let a={instancePath:o+"/files/"+i,schemaPath:"#/\
properties/files/items/required",keyword:"required",params:{missingProperty:"include"}};e===null?e=[a]:e.push(
a),s++}for(let a in m)if(!(a==="include"||a==="format"||a==="mapping"||a==="targets")){let t={instancePath:o+"\
/files/"+i,schemaPath:"#/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};
e===null?e=[t]:e.push(t),s++}if(m.include!==void 0){let a=m.include,t=s,r=!1,n=null,l=s;if(typeof a!="string"){
let h={instancePath:o+"/files/"+i+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf/0/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),s++}var O=l===s;O&&(r=!0,n=0);let f=s;if(Array.
isArray(a)){let h=a.length;for(let d=0;d<h;d++)if(typeof a[d]!="string"){let p={instancePath:o+"/files/"+i+"/i\
nclude/"+d,schemaPath:"#/properties/files/items/properties/include/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),s++}}else{let h={instancePath:o+"/files/"+i+"/include",schemaPath:"#/\
properties/files/items/properties/include/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[h]:e.
push(h),s++}var O=f===s;if(O&&r?(r=!1,n=[n,1]):O&&(r=!0,n=1),r)s=t,e!==null&&(t?e.length=t:e=null);else{let h={
instancePath:o+"/files/"+i+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf",keyword:"\
oneOf",params:{passingSchemas:n}};e===null?e=[h]:e.push(h),s++}}if(m.format!==void 0&&typeof m.format!="string"){
let a={instancePath:o+"/files/"+i+"/format",schemaPath:"#/properties/files/items/properties/format/type",keyword:"\
type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}if(m.mapping!==void 0){let a=m.mapping;if(a&&typeof a==
"object"&&!Array.isArray(a)){for(let t in a)if(!C.call(T.properties.files.items.properties.mapping.properties,
t)){let r={instancePath:o+"/files/"+i+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/addit\
ionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[r]:e.push(r),s++}if(a.
messages!==void 0&&typeof a.messages!="string"){let t={instancePath:o+"/files/"+i+"/mapping/messages",schemaPath:"\
#/properties/files/items/properties/mapping/properties/messages/type",keyword:"type",params:{type:"string"}};e===
null?e=[t]:e.push(t),s++}if(a.system!==void 0&&typeof a.system!="string"){let t={instancePath:o+"/files/"+i+"/\
mapping/system",schemaPath:"#/properties/files/items/properties/mapping/properties/system/type",keyword:"type",
params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(a.tools!==void 0&&typeof a.tools!="string"){let t={instancePath:o+
"/files/"+i+"/mapping/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/tools/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(a.query!==void 0&&typeof a.query!="string"){let t={
instancePath:o+"/files/"+i+"/mapping/query",schemaPath:"#/properties/files/items/properties/mapping/properties\
/query/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(a.answer!==void 0&&typeof a.
answer!="string"){let t={instancePath:o+"/files/"+i+"/mapping/answer",schemaPath:"#/properties/files/items/pro\
perties/mapping/properties/answer/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(a.
role!==void 0&&typeof a.role!="string"){let t={instancePath:o+"/files/"+i+"/mapping/role",schemaPath:"#/proper\
ties/files/items/properties/mapping/properties/role/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:
e.push(t),s++}if(a.content!==void 0&&typeof a.content!="string"){let t={instancePath:o+"/files/"+i+"/mapping/c\
ontent",schemaPath:"#/properties/files/items/properties/mapping/properties/content/type",keyword:"type",params:{
type:"string"}};e===null?e=[t]:e.push(t),s++}if(a.calls!==void 0&&typeof a.calls!="string"){let t={instancePath:o+
"/files/"+i+"/mapping/calls",schemaPath:"#/properties/files/items/properties/mapping/properties/calls/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(a.thought!==void 0&&typeof a.thought!="string"){
let t={instancePath:o+"/files/"+i+"/mapping/thought",schemaPath:"#/properties/files/items/properties/mapping/p\
roperties/thought/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(a.roles!==void 0){
let t=a.roles;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(!(r==="system"||r==="user"||r==="\
assistant"||r==="call"||r==="tool"||r==="thought"||r==="tools")){let n={instancePath:o+"/files/"+i+"/mapping/r\
oles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),s++}if(t.system!==void 0){let r=t.
system,n=s,l=!1,f=null,h=s;if(typeof r!="string"){let p={instancePath:o+"/files/"+i+"/mapping/roles/system",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/0/type",keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),s++}var A=h===s;A&&(l=!0,f=0);let d=s;if(Array.isArray(r)){let p=r.length;
for(let c=0;c<p;c++)if(typeof r[c]!="string"){let g={instancePath:o+"/files/"+i+"/mapping/roles/system/"+c,schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/items/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let p={instancePath:o+"/files/"+i+"/mapping/rol\
es/system",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/\
type",keyword:"type",params:{type:"array"}};e===null?e=[p]:e.push(p),s++}var A=d===s;if(A&&l?(l=!1,f=[f,1]):A&&
(l=!0,f=1),l)s=n,e!==null&&(n?e.length=n:e=null);else{let p={instancePath:o+"/files/"+i+"/mapping/roles/system",
schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf",keyword:"one\
Of",params:{passingSchemas:f}};e===null?e=[p]:e.push(p),s++}}if(t.user!==void 0){let r=t.user,n=s,l=!1,f=null,
h=s;if(typeof r!="string"){let p={instancePath:o+"/files/"+i+"/mapping/roles/user",schemaPath:"#/properties/fi\
les/items/properties/mapping/properties/roles/properties/user/oneOf/0/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[p]:e.push(p),s++}var v=h===s;v&&(l=!0,f=0);let d=s;if(Array.isArray(r)){let p=r.length;for(let c=0;c<
p;c++)if(typeof r[c]!="string"){let g={instancePath:o+"/files/"+i+"/mapping/roles/user/"+c,schemaPath:"#/prope\
rties/files/items/properties/mapping/properties/roles/properties/user/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let p={instancePath:o+"/files/"+i+"/mapping/roles/user",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/user/oneOf/1/type",keyword:"type",params:{
type:"array"}};e===null?e=[p]:e.push(p),s++}var v=d===s;if(v&&l?(l=!1,f=[f,1]):v&&(l=!0,f=1),l)s=n,e!==null&&(n?
e.length=n:e=null);else{let p={instancePath:o+"/files/"+i+"/mapping/roles/user",schemaPath:"#/properties/files\
/items/properties/mapping/properties/roles/properties/user/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===
null?e=[p]:e.push(p),s++}}if(t.assistant!==void 0){let r=t.assistant,n=s,l=!1,f=null,h=s;if(typeof r!="string"){
let p={instancePath:o+"/files/"+i+"/mapping/roles/assistant",schemaPath:"#/properties/files/items/properties/m\
apping/properties/roles/properties/assistant/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[
p]:e.push(p),s++}var b=h===s;b&&(l=!0,f=0);let d=s;if(Array.isArray(r)){let p=r.length;for(let c=0;c<p;c++)if(typeof r[c]!=
"string"){let g={instancePath:o+"/files/"+i+"/mapping/roles/assistant/"+c,schemaPath:"#/properties/files/items\
/properties/mapping/properties/roles/properties/assistant/oneOf/1/items/type",keyword:"type",params:{type:"str\
ing"}};e===null?e=[g]:e.push(g),s++}}else{let p={instancePath:o+"/files/"+i+"/mapping/roles/assistant",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/assistant/oneOf/1/type",keyword:"type",
params:{type:"array"}};e===null?e=[p]:e.push(p),s++}var b=d===s;if(b&&l?(l=!1,f=[f,1]):b&&(l=!0,f=1),l)s=n,e!==
null&&(n?e.length=n:e=null);else{let p={instancePath:o+"/files/"+i+"/mapping/roles/assistant",schemaPath:"#/pr\
operties/files/items/properties/mapping/properties/roles/properties/assistant/oneOf",keyword:"oneOf",params:{passingSchemas:f}};
e===null?e=[p]:e.push(p),s++}}if(t.call!==void 0){let r=t.call,n=s,l=!1,f=null,h=s;if(typeof r!="string"){let p={
instancePath:o+"/files/"+i+"/mapping/roles/call",schemaPath:"#/properties/files/items/properties/mapping/prope\
rties/roles/properties/call/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}
var j=h===s;j&&(l=!0,f=0);let d=s;if(Array.isArray(r)){let p=r.length;for(let c=0;c<p;c++)if(typeof r[c]!="str\
ing"){let g={instancePath:o+"/files/"+i+"/mapping/roles/call/"+c,schemaPath:"#/properties/files/items/properti\
es/mapping/properties/roles/properties/call/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[g]:e.push(g),s++}}else{let p={instancePath:o+"/files/"+i+"/mapping/roles/call",schemaPath:"#/properties/fil\
es/items/properties/mapping/properties/roles/properties/call/oneOf/1/type",keyword:"type",params:{type:"array"}};
e===null?e=[p]:e.push(p),s++}var j=d===s;if(j&&l?(l=!1,f=[f,1]):j&&(l=!0,f=1),l)s=n,e!==null&&(n?e.length=n:e=
null);else{let p={instancePath:o+"/files/"+i+"/mapping/roles/call",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/roles/properties/call/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[p]:
e.push(p),s++}}if(t.tool!==void 0){let r=t.tool,n=s,l=!1,f=null,h=s;if(typeof r!="string"){let p={instancePath:o+
"/files/"+i+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}var _=h===s;_&&
(l=!0,f=0);let d=s;if(Array.isArray(r)){let p=r.length;for(let c=0;c<p;c++)if(typeof r[c]!="string"){let g={instancePath:o+
"/files/"+i+"/mapping/roles/tool/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/tool/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{
let p={instancePath:o+"/files/"+i+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mappin\
g/properties/roles/properties/tool/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[p]:e.push(p),
s++}var _=d===s;if(_&&l?(l=!1,f=[f,1]):_&&(l=!0,f=1),l)s=n,e!==null&&(n?e.length=n:e=null);else{let p={instancePath:o+
"/files/"+i+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[p]:e.push(p),s++}}if(t.thought!==void 0){
let r=t.thought,n=s,l=!1,f=null,h=s;if(typeof r!="string"){let p={instancePath:o+"/files/"+i+"/mapping/roles/t\
hought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/thought/oneOf/0/ty\
pe",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}var x=h===s;x&&(l=!0,f=0);let d=s;if(Array.
isArray(r)){let p=r.length;for(let c=0;c<p;c++)if(typeof r[c]!="string"){let g={instancePath:o+"/files/"+i+"/m\
apping/roles/thought/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/t\
hought/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let p={instancePath:o+
"/files/"+i+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/thought/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[p]:e.push(p),s++}var x=d===
s;if(x&&l?(l=!1,f=[f,1]):x&&(l=!0,f=1),l)s=n,e!==null&&(n?e.length=n:e=null);else{let p={instancePath:o+"/file\
s/"+i+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/proper\
ties/thought/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[p]:e.push(p),s++}}if(t.tools!==void 0){
let r=t.tools,n=s,l=!1,f=null,h=s;if(typeof r!="string"){let p={instancePath:o+"/files/"+i+"/mapping/roles/too\
ls",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf/0/type",keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}var q=h===s;q&&(l=!0,f=0);let d=s;if(Array.isArray(
r)){let p=r.length;for(let c=0;c<p;c++)if(typeof r[c]!="string"){let g={instancePath:o+"/files/"+i+"/mapping/r\
oles/tools/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf\
/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let p={instancePath:o+
"/files/"+i+"/mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pr\
operties/tools/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[p]:e.push(p),s++}var q=d===s;if(q&&
l?(l=!1,f=[f,1]):q&&(l=!0,f=1),l)s=n,e!==null&&(n?e.length=n:e=null);else{let p={instancePath:o+"/files/"+i+"/\
mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools\
/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[p]:e.push(p),s++}}}else{let r={instancePath:o+"\
/files/"+i+"/mapping/roles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(a.call!==void 0){let t=a.call;if(t&&typeof t=="\
object"&&!Array.isArray(t)){for(let r in t)if(!(r==="name"||r==="arguments"||r==="id")){let n={instancePath:o+
"/files/"+i+"/mapping/call",schemaPath:"#/properties/files/items/properties/mapping/properties/call/additional\
Properties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),s++}if(t.name!==
void 0&&typeof t.name!="string"){let r={instancePath:o+"/files/"+i+"/mapping/call/name",schemaPath:"#/properti\
es/files/items/properties/mapping/properties/call/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),s++}if(t.arguments!==void 0&&typeof t.arguments!="string"){let r={instancePath:o+"/fi\
les/"+i+"/mapping/call/arguments",schemaPath:"#/properties/files/items/properties/mapping/properties/call/prop\
erties/arguments/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(t.id!==void 0&&typeof t.
id!="string"){let r={instancePath:o+"/files/"+i+"/mapping/call/id",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/call/properties/id/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),s++}}else{let r={instancePath:o+"/files/"+i+"/mapping/call",schemaPath:"#/properties/files/items/properties\
/mapping/properties/call/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(a.tool!==
void 0){let t=a.tool;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(!(r==="name"||r==="descrip\
tion"||r==="parameters")){let n={instancePath:o+"/files/"+i+"/mapping/tool",schemaPath:"#/properties/files/ite\
ms/properties/mapping/properties/tool/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),s++}if(t.name!==void 0&&typeof t.name!="string"){let r={instancePath:o+"/files/"+i+"/\
mapping/tool/name",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/name/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(t.description!==void 0&&typeof t.description!=
"string"){let r={instancePath:o+"/files/"+i+"/mapping/tool/description",schemaPath:"#/properties/files/items/p\
roperties/mapping/properties/tool/properties/description/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),s++}if(t.parameters!==void 0&&typeof t.parameters!="string"){let r={instancePath:o+"/files/"+i+
"/mapping/tool/parameters",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/\
parameters/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}}else{let r={instancePath:o+
"/files/"+i+"/mapping/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(a.callsInText!==void 0){let t=a.callsInText;if(Array.
isArray(t)){let r=t.length;for(let n=0;n<r;n++){let l=t[n];if(!(l==="tags"||l==="fence"||l==="react"||l==="pyt\
hon")){let f={instancePath:o+"/files/"+i+"/mapping/callsInText/"+n,schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/callsInText/items/enum",keyword:"enum",params:{allowedValues:T.properties.files.items.
properties.mapping.properties.callsInText.items.enum}};e===null?e=[f]:e.push(f),s++}}}else{let r={instancePath:o+
"/files/"+i+"/mapping/callsInText",schemaPath:"#/properties/files/items/properties/mapping/properties/callsInT\
ext/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),s++}}}else{let t={instancePath:o+"/fi\
les/"+i+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/type",keyword:"type",params:{type:"\
object"}};e===null?e=[t]:e.push(t),s++}}if(m.targets!==void 0){let a=m.targets;if(Array.isArray(a)){let t=a.length;
for(let r=0;r<t;r++)if(typeof a[r]!="string"){let n={instancePath:o+"/files/"+i+"/targets/"+r,schemaPath:"#/pr\
operties/files/items/properties/targets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(
n),s++}}else{let t={instancePath:o+"/files/"+i+"/targets",schemaPath:"#/properties/files/items/properties/targ\
ets/type",keyword:"type",params:{type:"array"}};e===null?e=[t]:e.push(t),s++}}}else{let a={instancePath:o+"/fi\
les/"+i,schemaPath:"#/properties/files/items/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(
a),s++}}}else{let u={instancePath:o+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type:"\
array"}};e===null?e=[u]:e.push(u),s++}}if(w.rules!==void 0){let y=w.rules;if(y&&typeof y=="object"&&!Array.isArray(
y))for(let u in y){let i=y[u];if(!(i==="off"||i==="hint"||i==="warning"||i==="error")){let m={instancePath:o+"\
/rules/"+u.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/rules/additionalProperties/enum",keyword:"\
enum",params:{allowedValues:T.properties.rules.additionalProperties.enum}};e===null?e=[m]:e.push(m),s++}}else{
let u={instancePath:o+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type:"object"}};e===
null?e=[u]:e.push(u),s++}}if(w.exclude!==void 0){let y=w.exclude;if(Array.isArray(y)){let u=y.length;for(let i=0;i<
u;i++)if(typeof y[i]!="string"){let m={instancePath:o+"/exclude/"+i,schemaPath:"#/properties/exclude/items/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),s++}}else{let u={instancePath:o+"/exclude",
schemaPath:"#/properties/exclude/type",keyword:"type",params:{type:"array"}};e===null?e=[u]:e.push(u),s++}}}else{
let y={instancePath:o,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[y]:e.push(y),s++}
return S.errors=e,s===0}export{W as validateConfig};
