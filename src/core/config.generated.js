// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var F=C,T={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
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
off","hint","warning","error"]}},suppress:{type:"array",description:"Findings that are not told, each entry wi\
th the reason. An entry that matches nothing any more is reported when its folder is checked.",items:{type:"ob\
ject",additionalProperties:!1,required:["codes"],properties:{files:{description:"Patterns of the files that ar\
e meant, as in files; all data sets here when absent.",oneOf:[{type:"string"},{type:"array",items:{type:"strin\
g"}}]},codes:{type:"array",description:"Rules that are meant: codes, or areas such as call.*.",items:{type:"st\
ring"}},ids:{type:"array",description:"Records that are meant, by their own id (id, _id, uuid, guid, sample_id\
, example_id, idx or index).",items:{type:["string","number"]}},hashes:{type:"array",description:"Records that\
 are meant, by a hash of their content: the quick fix writes it, and callsmith check --format json prints it (\
recordHash). Without ids and hashes, every record is meant.",items:{type:"string"}},reason:{type:"string",description:"\
Why; for those who read this later."}}}},baseline:{type:"string",description:"A file of findings that are know\
n and not told, below this folder; callsmith check --write-baseline writes it."},exclude:{type:"array",description:"\
Patterns of files and folders that are passed over when a folder is checked.",items:{type:"string"}}},$id:"con\
fig"},I=Object.prototype.hasOwnProperty;function C(P,{instancePath:i="",parentData:W,parentDataProperty:$,rootData:K=P}={}){
let e=null,s=0;if(P&&typeof P=="object"&&!Array.isArray(P)){for(let m in P)if(!(m==="$schema"||m==="format"||m===
"targets"||m==="files"||m==="rules"||m==="suppress"||m==="baseline"||m==="exclude")){let d={instancePath:i,schemaPath:"\
#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:m}};e===null?e=[d]:e.push(d),
s++}if(P.$schema!==void 0&&typeof P.$schema!="string"){let m={instancePath:i+"/$schema",schemaPath:"#/properti\
es/%24schema/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),s++}if(P.format!==void 0&&typeof P.
format!="string"){let m={instancePath:i+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{
type:"string"}};e===null?e=[m]:e.push(m),s++}if(P.targets!==void 0){let m=P.targets;if(Array.isArray(m)){let d=m.
length;for(let t=0;t<d;t++)if(typeof m[t]!="string"){let f={instancePath:i+"/targets/"+t,schemaPath:"#/propert\
ies/targets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[f]:e.push(f),s++}}else{let d={instancePath:i+
"/targets",schemaPath:"#/properties/targets/type",keyword:"type",params:{type:"array"}};e===null?e=[d]:e.push(
d),s++}}if(P.files!==void 0){let m=P.files;if(Array.isArray(m)){let d=m.length;for(let t=0;t<d;t++){let f=m[t],
h=s,u=!1,w=s;if(f&&typeof f=="object"&&!Array.isArray(f)&&f.format===void 0){let a={instancePath:i+"/files/"+t,
schemaPath:"#/properties/files/items/anyOf/0/required",keyword:"required",params:{missingProperty:"format"}};e===
null?e=[a]:e.push(a),s++}var A=w===s;if(u=u||A,!u){let a=s;if(f&&typeof f=="object"&&!Array.isArray(f)&&f.mapping===
void 0){let r={instancePath:i+"/files/"+t,schemaPath:"#/properties/files/items/anyOf/1/required",keyword:"requ\
ired",params:{missingProperty:"mapping"}};e===null?e=[r]:e.push(r),s++}var A=a===s;if(u=u||A,!u){let r=s;if(f&&
typeof f=="object"&&!Array.isArray(f)&&f.targets===void 0){let n={instancePath:i+"/files/"+t,schemaPath:"#/pro\
perties/files/items/anyOf/2/required",keyword:"required",params:{missingProperty:"targets"}};e===null?e=[n]:e.
push(n),s++}var A=r===s;u=u||A}}if(u)s=h,e!==null&&(h?e.length=h:e=null);else{let a={instancePath:i+"/files/"+
t,schemaPath:"#/properties/files/items/anyOf",keyword:"anyOf",params:{}};e===null?e=[a]:e.push(a),s++}if(f&&typeof f==
"object"&&!Array.isArray(f)){if(f.include===void 0){let a={instancePath:i+"/files/"+t,schemaPath:"#/properties\
/files/items/required",keyword:"required",params:{missingProperty:"include"}};e===null?e=[a]:e.push(a),s++}for(let a in f)
if(!(a==="include"||a==="format"||a==="mapping"||a==="targets")){let p={instancePath:i+"/files/"+t,schemaPath:"\
#/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:a}};e===
null?e=[p]:e.push(p),s++}if(f.include!==void 0){let a=f.include,p=s,r=!1,l=null,n=s;if(typeof a!="string"){let g={
instancePath:i+"/files/"+t+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf/0/type",keyword:"\
type",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}var b=n===s;b&&(r=!0,l=0);let y=s;if(Array.isArray(
a)){let g=a.length;for(let O=0;O<g;O++)if(typeof a[O]!="string"){let o={instancePath:i+"/files/"+t+"/include/"+
O,schemaPath:"#/properties/files/items/properties/include/oneOf/1/items/type",keyword:"type",params:{type:"str\
ing"}};e===null?e=[o]:e.push(o),s++}}else{let g={instancePath:i+"/files/"+t+"/include",schemaPath:"#/propertie\
s/files/items/properties/include/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[g]:e.push(g),
s++}var b=y===s;if(b&&r?(r=!1,l=[l,1]):b&&(r=!0,l=1),r)s=p,e!==null&&(p?e.length=p:e=null);else{let g={instancePath:i+
"/files/"+t+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf",keyword:"oneOf",params:{
passingSchemas:l}};e===null?e=[g]:e.push(g),s++}}if(f.format!==void 0&&typeof f.format!="string"){let a={instancePath:i+
"/files/"+t+"/format",schemaPath:"#/properties/files/items/properties/format/type",keyword:"type",params:{type:"\
string"}};e===null?e=[a]:e.push(a),s++}if(f.mapping!==void 0){let a=f.mapping;if(a&&typeof a=="object"&&!Array.
isArray(a)){for(let p in a)if(!I.call(T.properties.files.items.properties.mapping.properties,p)){let r={instancePath:i+
"/files/"+t+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:p}};e===null?e=[r]:e.push(r),s++}if(a.messages!==void 0&&typeof a.
messages!="string"){let p={instancePath:i+"/files/"+t+"/mapping/messages",schemaPath:"#/properties/files/items\
/properties/mapping/properties/messages/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),
s++}if(a.system!==void 0&&typeof a.system!="string"){let p={instancePath:i+"/files/"+t+"/mapping/system",schemaPath:"\
#/properties/files/items/properties/mapping/properties/system/type",keyword:"type",params:{type:"string"}};e===
null?e=[p]:e.push(p),s++}if(a.tools!==void 0&&typeof a.tools!="string"){let p={instancePath:i+"/files/"+t+"/ma\
pping/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/tools/type",keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),s++}if(a.query!==void 0&&typeof a.query!="string"){let p={instancePath:i+
"/files/"+t+"/mapping/query",schemaPath:"#/properties/files/items/properties/mapping/properties/query/type",keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(a.answer!==void 0&&typeof a.answer!="string"){let p={
instancePath:i+"/files/"+t+"/mapping/answer",schemaPath:"#/properties/files/items/properties/mapping/propertie\
s/answer/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(a.role!==void 0&&typeof a.
role!="string"){let p={instancePath:i+"/files/"+t+"/mapping/role",schemaPath:"#/properties/files/items/propert\
ies/mapping/properties/role/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(a.content!==
void 0&&typeof a.content!="string"){let p={instancePath:i+"/files/"+t+"/mapping/content",schemaPath:"#/propert\
ies/files/items/properties/mapping/properties/content/type",keyword:"type",params:{type:"string"}};e===null?e=
[p]:e.push(p),s++}if(a.calls!==void 0&&typeof a.calls!="string"){let p={instancePath:i+"/files/"+t+"/mapping/c\
alls",schemaPath:"#/properties/files/items/properties/mapping/properties/calls/type",keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),s++}if(a.thought!==void 0&&typeof a.thought!="string"){let p={instancePath:i+
"/files/"+t+"/mapping/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/thought/type",
keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(a.roles!==void 0){let p=a.roles;if(p&&typeof p==
"object"&&!Array.isArray(p)){for(let r in p)if(!(r==="system"||r==="user"||r==="assistant"||r==="call"||r==="t\
ool"||r==="thought"||r==="tools")){let l={instancePath:i+"/files/"+t+"/mapping/roles",schemaPath:"#/properties\
/files/items/properties/mapping/properties/roles/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:r}};e===null?e=[l]:e.push(l),s++}if(p.system!==void 0){let r=p.system,l=s,n=!1,y=null,g=s;if(typeof r!=
"string"){let o={instancePath:i+"/files/"+t+"/mapping/roles/system",schemaPath:"#/properties/files/items/prope\
rties/mapping/properties/roles/properties/system/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?
e=[o]:e.push(o),s++}var v=g===s;v&&(n=!0,y=0);let O=s;if(Array.isArray(r)){let o=r.length;for(let c=0;c<o;c++)
if(typeof r[c]!="string"){let k={instancePath:i+"/files/"+t+"/mapping/roles/system/"+c,schemaPath:"#/propertie\
s/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[k]:e.push(k),s++}}else{let o={instancePath:i+"/files/"+t+"/mapping/roles/system",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/type",keyword:"type",params:{
type:"array"}};e===null?e=[o]:e.push(o),s++}var v=O===s;if(v&&n?(n=!1,y=[y,1]):v&&(n=!0,y=1),n)s=l,e!==null&&(l?
e.length=l:e=null);else{let o={instancePath:i+"/files/"+t+"/mapping/roles/system",schemaPath:"#/properties/fil\
es/items/properties/mapping/properties/roles/properties/system/oneOf",keyword:"oneOf",params:{passingSchemas:y}};
e===null?e=[o]:e.push(o),s++}}if(p.user!==void 0){let r=p.user,l=s,n=!1,y=null,g=s;if(typeof r!="string"){let o={
instancePath:i+"/files/"+t+"/mapping/roles/user",schemaPath:"#/properties/files/items/properties/mapping/prope\
rties/roles/properties/user/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}
var j=g===s;j&&(n=!0,y=0);let O=s;if(Array.isArray(r)){let o=r.length;for(let c=0;c<o;c++)if(typeof r[c]!="str\
ing"){let k={instancePath:i+"/files/"+t+"/mapping/roles/user/"+c,schemaPath:"#/properties/files/items/properti\
es/mapping/properties/roles/properties/user/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[k]:e.push(k),s++}}else{let o={instancePath:i+"/files/"+t+"/mapping/roles/user",schemaPath:"#/properties/fil\
es/items/properties/mapping/properties/roles/properties/user/oneOf/1/type",keyword:"type",params:{type:"array"}};
e===null?e=[o]:e.push(o),s++}var j=O===s;if(j&&n?(n=!1,y=[y,1]):j&&(n=!0,y=1),n)s=l,e!==null&&(l?e.length=l:e=
null);else{let o={instancePath:i+"/files/"+t+"/mapping/roles/user",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/roles/properties/user/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[o]:
e.push(o),s++}}if(p.assistant!==void 0){let r=p.assistant,l=s,n=!1,y=null,g=s;if(typeof r!="string"){let o={instancePath:i+
"/files/"+t+"/mapping/roles/assistant",schemaPath:"#/properties/files/items/properties/mapping/properties/role\
s/properties/assistant/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}var _=g===
s;_&&(n=!0,y=0);let O=s;if(Array.isArray(r)){let o=r.length;for(let c=0;c<o;c++)if(typeof r[c]!="string"){let k={
instancePath:i+"/files/"+t+"/mapping/roles/assistant/"+c,schemaPath:"#/properties/files/items/properties/mappi\
ng/properties/roles/properties/assistant/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=
[k]:e.push(k),s++}}else{let o={instancePath:i+"/files/"+t+"/mapping/roles/assistant",schemaPath:"#/properties/\
files/items/properties/mapping/properties/roles/properties/assistant/oneOf/1/type",keyword:"type",params:{type:"\
array"}};e===null?e=[o]:e.push(o),s++}var _=O===s;if(_&&n?(n=!1,y=[y,1]):_&&(n=!0,y=1),n)s=l,e!==null&&(l?e.length=
l:e=null);else{let o={instancePath:i+"/files/"+t+"/mapping/roles/assistant",schemaPath:"#/properties/files/ite\
ms/properties/mapping/properties/roles/properties/assistant/oneOf",keyword:"oneOf",params:{passingSchemas:y}};
e===null?e=[o]:e.push(o),s++}}if(p.call!==void 0){let r=p.call,l=s,n=!1,y=null,g=s;if(typeof r!="string"){let o={
instancePath:i+"/files/"+t+"/mapping/roles/call",schemaPath:"#/properties/files/items/properties/mapping/prope\
rties/roles/properties/call/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}
var x=g===s;x&&(n=!0,y=0);let O=s;if(Array.isArray(r)){let o=r.length;for(let c=0;c<o;c++)if(typeof r[c]!="str\
ing"){let k={instancePath:i+"/files/"+t+"/mapping/roles/call/"+c,schemaPath:"#/properties/files/items/properti\
es/mapping/properties/roles/properties/call/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[k]:e.push(k),s++}}else{let o={instancePath:i+"/files/"+t+"/mapping/roles/call",schemaPath:"#/properties/fil\
es/items/properties/mapping/properties/roles/properties/call/oneOf/1/type",keyword:"type",params:{type:"array"}};
e===null?e=[o]:e.push(o),s++}var x=O===s;if(x&&n?(n=!1,y=[y,1]):x&&(n=!0,y=1),n)s=l,e!==null&&(l?e.length=l:e=
null);else{let o={instancePath:i+"/files/"+t+"/mapping/roles/call",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/roles/properties/call/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[o]:
e.push(o),s++}}if(p.tool!==void 0){let r=p.tool,l=s,n=!1,y=null,g=s;if(typeof r!="string"){let o={instancePath:i+
"/files/"+t+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}var q=g===s;q&&
(n=!0,y=0);let O=s;if(Array.isArray(r)){let o=r.length;for(let c=0;c<o;c++)if(typeof r[c]!="string"){let k={instancePath:i+
"/files/"+t+"/mapping/roles/tool/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/tool/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),s++}}else{
let o={instancePath:i+"/files/"+t+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mappin\
g/properties/roles/properties/tool/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),
s++}var q=O===s;if(q&&n?(n=!1,y=[y,1]):q&&(n=!0,y=1),n)s=l,e!==null&&(l?e.length=l:e=null);else{let o={instancePath:i+
"/files/"+t+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[o]:e.push(o),s++}}if(p.thought!==void 0){
let r=p.thought,l=s,n=!1,y=null,g=s;if(typeof r!="string"){let o={instancePath:i+"/files/"+t+"/mapping/roles/t\
hought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/thought/oneOf/0/ty\
pe",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}var U=g===s;U&&(n=!0,y=0);let O=s;if(Array.
isArray(r)){let o=r.length;for(let c=0;c<o;c++)if(typeof r[c]!="string"){let k={instancePath:i+"/files/"+t+"/m\
apping/roles/thought/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/t\
hought/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),s++}}else{let o={instancePath:i+
"/files/"+t+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/thought/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),s++}var U=O===
s;if(U&&n?(n=!1,y=[y,1]):U&&(n=!0,y=1),n)s=l,e!==null&&(l?e.length=l:e=null);else{let o={instancePath:i+"/file\
s/"+t+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/proper\
ties/thought/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[o]:e.push(o),s++}}if(p.tools!==void 0){
let r=p.tools,l=s,n=!1,y=null,g=s;if(typeof r!="string"){let o={instancePath:i+"/files/"+t+"/mapping/roles/too\
ls",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf/0/type",keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}var R=g===s;R&&(n=!0,y=0);let O=s;if(Array.isArray(
r)){let o=r.length;for(let c=0;c<o;c++)if(typeof r[c]!="string"){let k={instancePath:i+"/files/"+t+"/mapping/r\
oles/tools/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf\
/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),s++}}else{let o={instancePath:i+
"/files/"+t+"/mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pr\
operties/tools/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),s++}var R=O===s;if(R&&
n?(n=!1,y=[y,1]):R&&(n=!0,y=1),n)s=l,e!==null&&(l?e.length=l:e=null);else{let o={instancePath:i+"/files/"+t+"/\
mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools\
/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[o]:e.push(o),s++}}}else{let r={instancePath:i+"\
/files/"+t+"/mapping/roles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(a.call!==void 0){let p=a.call;if(p&&typeof p=="\
object"&&!Array.isArray(p)){for(let r in p)if(!(r==="name"||r==="arguments"||r==="id")){let l={instancePath:i+
"/files/"+t+"/mapping/call",schemaPath:"#/properties/files/items/properties/mapping/properties/call/additional\
Properties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[l]:e.push(l),s++}if(p.name!==
void 0&&typeof p.name!="string"){let r={instancePath:i+"/files/"+t+"/mapping/call/name",schemaPath:"#/properti\
es/files/items/properties/mapping/properties/call/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),s++}if(p.arguments!==void 0&&typeof p.arguments!="string"){let r={instancePath:i+"/fi\
les/"+t+"/mapping/call/arguments",schemaPath:"#/properties/files/items/properties/mapping/properties/call/prop\
erties/arguments/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(p.id!==void 0&&typeof p.
id!="string"){let r={instancePath:i+"/files/"+t+"/mapping/call/id",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/call/properties/id/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),s++}}else{let r={instancePath:i+"/files/"+t+"/mapping/call",schemaPath:"#/properties/files/items/properties\
/mapping/properties/call/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(a.tool!==
void 0){let p=a.tool;if(p&&typeof p=="object"&&!Array.isArray(p)){for(let r in p)if(!(r==="name"||r==="descrip\
tion"||r==="parameters")){let l={instancePath:i+"/files/"+t+"/mapping/tool",schemaPath:"#/properties/files/ite\
ms/properties/mapping/properties/tool/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[l]:e.push(l),s++}if(p.name!==void 0&&typeof p.name!="string"){let r={instancePath:i+"/files/"+t+"/\
mapping/tool/name",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/name/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(p.description!==void 0&&typeof p.description!=
"string"){let r={instancePath:i+"/files/"+t+"/mapping/tool/description",schemaPath:"#/properties/files/items/p\
roperties/mapping/properties/tool/properties/description/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),s++}if(p.parameters!==void 0&&typeof p.parameters!="string"){let r={instancePath:i+"/files/"+t+
"/mapping/tool/parameters",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/\
parameters/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}}else{let r={instancePath:i+
"/files/"+t+"/mapping/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(a.callsInText!==void 0){let p=a.callsInText;if(Array.
isArray(p)){let r=p.length;for(let l=0;l<r;l++){let n=p[l];if(!(n==="tags"||n==="fence"||n==="react"||n==="pyt\
hon")){let y={instancePath:i+"/files/"+t+"/mapping/callsInText/"+l,schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/callsInText/items/enum",keyword:"enum",params:{allowedValues:T.properties.files.items.
properties.mapping.properties.callsInText.items.enum}};e===null?e=[y]:e.push(y),s++}}}else{let r={instancePath:i+
"/files/"+t+"/mapping/callsInText",schemaPath:"#/properties/files/items/properties/mapping/properties/callsInT\
ext/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),s++}}}else{let p={instancePath:i+"/fi\
les/"+t+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/type",keyword:"type",params:{type:"\
object"}};e===null?e=[p]:e.push(p),s++}}if(f.targets!==void 0){let a=f.targets;if(Array.isArray(a)){let p=a.length;
for(let r=0;r<p;r++)if(typeof a[r]!="string"){let l={instancePath:i+"/files/"+t+"/targets/"+r,schemaPath:"#/pr\
operties/files/items/properties/targets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:e.push(
l),s++}}else{let p={instancePath:i+"/files/"+t+"/targets",schemaPath:"#/properties/files/items/properties/targ\
ets/type",keyword:"type",params:{type:"array"}};e===null?e=[p]:e.push(p),s++}}}else{let a={instancePath:i+"/fi\
les/"+t,schemaPath:"#/properties/files/items/type",keyword:"type",params:{type:"object"}};e===null?e=[a]:e.push(
a),s++}}}else{let d={instancePath:i+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type:"\
array"}};e===null?e=[d]:e.push(d),s++}}if(P.rules!==void 0){let m=P.rules;if(m&&typeof m=="object"&&!Array.isArray(
m))for(let d in m){let t=m[d];if(!(t==="off"||t==="hint"||t==="warning"||t==="error")){let f={instancePath:i+"\
/rules/"+d.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/rules/additionalProperties/enum",keyword:"\
enum",params:{allowedValues:T.properties.rules.additionalProperties.enum}};e===null?e=[f]:e.push(f),s++}}else{
let d={instancePath:i+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type:"object"}};e===
null?e=[d]:e.push(d),s++}}if(P.suppress!==void 0){let m=P.suppress;if(Array.isArray(m)){let d=m.length;for(let t=0;t<
d;t++){let f=m[t];if(f&&typeof f=="object"&&!Array.isArray(f)){if(f.codes===void 0){let h={instancePath:i+"/su\
ppress/"+t,schemaPath:"#/properties/suppress/items/required",keyword:"required",params:{missingProperty:"codes"}};
e===null?e=[h]:e.push(h),s++}for(let h in f)if(!(h==="files"||h==="codes"||h==="ids"||h==="hashes"||h==="reaso\
n")){let u={instancePath:i+"/suppress/"+t,schemaPath:"#/properties/suppress/items/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:h}};e===null?e=[u]:e.push(u),s++}if(f.files!==void 0){let h=f.
files,u=s,w=!1,a=null,p=s;if(typeof h!="string"){let l={instancePath:i+"/suppress/"+t+"/files",schemaPath:"#/p\
roperties/suppress/items/properties/files/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:
e.push(l),s++}var S=p===s;S&&(w=!0,a=0);let r=s;if(Array.isArray(h)){let l=h.length;for(let n=0;n<l;n++)if(typeof h[n]!=
"string"){let y={instancePath:i+"/suppress/"+t+"/files/"+n,schemaPath:"#/properties/suppress/items/properties/\
files/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}}else{let l={instancePath:i+
"/suppress/"+t+"/files",schemaPath:"#/properties/suppress/items/properties/files/oneOf/1/type",keyword:"type",
params:{type:"array"}};e===null?e=[l]:e.push(l),s++}var S=r===s;if(S&&w?(w=!1,a=[a,1]):S&&(w=!0,a=1),w)s=u,e!==
null&&(u?e.length=u:e=null);else{let l={instancePath:i+"/suppress/"+t+"/files",schemaPath:"#/properties/suppre\
ss/items/properties/files/oneOf",keyword:"oneOf",params:{passingSchemas:a}};e===null?e=[l]:e.push(l),s++}}if(f.
codes!==void 0){let h=f.codes;if(Array.isArray(h)){let u=h.length;for(let w=0;w<u;w++)if(typeof h[w]!="string"){
let a={instancePath:i+"/suppress/"+t+"/codes/"+w,schemaPath:"#/properties/suppress/items/properties/codes/item\
s/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}}else{let u={instancePath:i+"/supp\
ress/"+t+"/codes",schemaPath:"#/properties/suppress/items/properties/codes/type",keyword:"type",params:{type:"\
array"}};e===null?e=[u]:e.push(u),s++}}if(f.ids!==void 0){let h=f.ids;if(Array.isArray(h)){let u=h.length;for(let w=0;w<
u;w++){let a=h[w];if(typeof a!="string"&&!(typeof a=="number"&&isFinite(a))){let p={instancePath:i+"/suppress/"+
t+"/ids/"+w,schemaPath:"#/properties/suppress/items/properties/ids/items/type",keyword:"type",params:{type:T.properties.
suppress.items.properties.ids.items.type}};e===null?e=[p]:e.push(p),s++}}}else{let u={instancePath:i+"/suppres\
s/"+t+"/ids",schemaPath:"#/properties/suppress/items/properties/ids/type",keyword:"type",params:{type:"array"}};
e===null?e=[u]:e.push(u),s++}}if(f.hashes!==void 0){let h=f.hashes;if(Array.isArray(h)){let u=h.length;for(let w=0;w<
u;w++)if(typeof h[w]!="string"){let a={instancePath:i+"/suppress/"+t+"/hashes/"+w,schemaPath:"#/properties/sup\
press/items/properties/hashes/items/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}}else{
let u={instancePath:i+"/suppress/"+t+"/hashes",schemaPath:"#/properties/suppress/items/properties/hashes/type",
keyword:"type",params:{type:"array"}};e===null?e=[u]:e.push(u),s++}}if(f.reason!==void 0&&typeof f.reason!="st\
ring"){let h={instancePath:i+"/suppress/"+t+"/reason",schemaPath:"#/properties/suppress/items/properties/reaso\
n/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),s++}}else{let h={instancePath:i+"/supp\
ress/"+t,schemaPath:"#/properties/suppress/items/type",keyword:"type",params:{type:"object"}};e===null?e=[h]:e.
push(h),s++}}}else{let d={instancePath:i+"/suppress",schemaPath:"#/properties/suppress/type",keyword:"type",params:{
type:"array"}};e===null?e=[d]:e.push(d),s++}}if(P.baseline!==void 0&&typeof P.baseline!="string"){let m={instancePath:i+
"/baseline",schemaPath:"#/properties/baseline/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(
m),s++}if(P.exclude!==void 0){let m=P.exclude;if(Array.isArray(m)){let d=m.length;for(let t=0;t<d;t++)if(typeof m[t]!=
"string"){let f={instancePath:i+"/exclude/"+t,schemaPath:"#/properties/exclude/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[f]:e.push(f),s++}}else{let d={instancePath:i+"/exclude",schemaPath:"#/properties/e\
xclude/type",keyword:"type",params:{type:"array"}};e===null?e=[d]:e.push(d),s++}}}else{let m={instancePath:i,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[m]:e.push(m),s++}return C.errors=e,s===0}export{F as validateConfig};
