// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var K=C,T={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
Callsmith checks the data sets in this folder and below. The nearest callsmith.config.json above a file counts\
.",type:"object",additionalProperties:!1,properties:{$schema:{type:"string",description:"Where this schema is \
found."},format:{type:"string",description:"Format of all data sets here, instead of the one that the file's e\
ntries vote for."},targets:{type:"array",description:"What the data sets here are for: trainers, services, ben\
chmarks. Rules that depend on them are silent without.",items:{type:"string"}},files:{type:"array",description:"\
Formats, mappings of your own, and targets for some files. The first entry whose pattern matches and that says\
 it counts.",items:{type:"object",additionalProperties:!1,required:["include"],anyOf:[{required:["format"]},{required:[
"mapping"]},{required:["targets"]},{required:["answers"]},{required:["outputs"]}],properties:{include:{description:"\
Patterns relative to this folder: * and ? in a name, ** over folders, {a,b} for alternatives. A pattern withou\
t / matches in every folder.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},format:{type:"stri\
ng",description:"Format of these files."},mapping:{type:"object",additionalProperties:!1,description:"Where th\
ese files keep their parts, for formats of your own. What is left out is under its usual name.",properties:{messages:{
type:"string",description:"Column with the messages. Usually messages, or else conversations."},system:{type:"\
string",description:"Column with a system prompt."},tools:{type:"string",description:"Column with the tools, a\
 list or a string of JSON. Usually tools."},query:{type:"string",description:"Column with what the user says, \
in rows without messages."},answer:{type:"string",description:"Column with the answer: calls, a text or a mess\
age."},role:{type:"string",description:"Key of a message's role. Usually role."},content:{type:"string",description:"\
Key of a message's content. Usually content."},calls:{type:"string",description:"Key of an assistant's message\
 with its calls. Usually tool_calls."},thought:{type:"string",description:"Key of an assistant's message with \
its thought. Usually reasoning_content and the like."},roles:{type:"object",additionalProperties:!1,description:"\
Role words; those that are not named have their usual meaning.",properties:{system:{description:"Roles of the \
system.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},user:{description:"Roles of the user.",
oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},assistant:{description:"Roles of the model.",oneOf:[
{type:"string"},{type:"array",items:{type:"string"}}]},call:{description:"Roles of messages whose content is a\
 call.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},tool:{description:"Roles of messages wit\
h a result.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},thought:{description:"Roles of mess\
ages whose content is a thought.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},tools:{description:"\
Roles of messages whose content is the tools.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]}}},
call:{type:"object",additionalProperties:!1,description:"Keys of a call.",properties:{name:{type:"string",description:"\
Usually name."},arguments:{type:"string",description:"Usually arguments."},id:{type:"string",description:"Usua\
lly id."}}},tool:{type:"object",additionalProperties:!1,description:"Keys of a tool.",properties:{name:{type:"\
string",description:"Usually name."},description:{type:"string",description:"Usually description."},parameters:{
type:"string",description:"Usually parameters."}}},callsInText:{type:"array",description:"Ways in which calls \
are written in the text of an answer. Usually in tags.",items:{enum:["tags","fence","react","python"]}}}},targets:{
type:"array",description:"Targets of these files.",items:{type:"string"}},answers:{type:"string",description:"\
File of expected answers for Check Answer, relative to this folder. * stands for the name of the data set."},outputs:{
type:"string",description:"File of a model's outputs, which Check Answer holds against the expected answers. *\
 stands for the name of the data set."}}}},rules:{type:"object",description:"Severity of rules by their code.",
additionalProperties:{enum:["off","hint","warning","error"]}},suppress:{type:"array",description:"Findings tha\
t are not told, each entry with the reason. An entry that matches nothing any more is reported when its folder\
 is checked.",items:{type:"object",additionalProperties:!1,required:["codes"],properties:{files:{description:"\
Patterns of the files that are meant, as in files; all data sets here when absent.",oneOf:[{type:"string"},{type:"\
array",items:{type:"string"}}]},codes:{type:"array",description:"Rules that are meant: codes, or areas such as\
 call.*.",items:{type:"string"}},ids:{type:"array",description:"Records that are meant, by their own id (id, _\
id, uuid, guid, sample_id, example_id, idx or index).",items:{type:["string","number"]}},hashes:{type:"array",
description:"Records that are meant, by a hash of their content: the quick fix writes it, and callsmith check \
--format json prints it (recordHash). Without ids and hashes, every record is meant.",items:{type:"string"}},reason:{
type:"string",description:"Why; for those who read this later."}}}},baseline:{type:"string",description:"A fil\
e of findings that are known and not told, below this folder; callsmith check --write-baseline writes it."},exclude:{
type:"array",description:"Patterns of files and folders that are passed over when a folder is checked.",items:{
type:"string"}}},$id:"config"},I=Object.prototype.hasOwnProperty;function C(P,{instancePath:i="",parentData:F,
parentDataProperty:W,rootData:$=P}={}){let e=null,s=0;if(P&&typeof P=="object"&&!Array.isArray(P)){for(let m in P)
if(!(m==="$schema"||m==="format"||m==="targets"||m==="files"||m==="rules"||m==="suppress"||m==="baseline"||m===
"exclude")){let g={instancePath:i,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:m}};
e===null?e=[g]:e.push(g),s++}if(P.$schema!==void 0&&typeof P.$schema!="string"){let m={instancePath:i+"/$schem\
a",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),s++}
if(P.format!==void 0&&typeof P.format!="string"){let m={instancePath:i+"/format",schemaPath:"#/properties/form\
at/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),s++}if(P.targets!==void 0){let m=P.targets;
if(Array.isArray(m)){let g=m.length;for(let r=0;r<g;r++)if(typeof m[r]!="string"){let n={instancePath:i+"/targ\
ets/"+r,schemaPath:"#/properties/targets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[n]:e.push(
n),s++}}else{let g={instancePath:i+"/targets",schemaPath:"#/properties/targets/type",keyword:"type",params:{type:"\
array"}};e===null?e=[g]:e.push(g),s++}}if(P.files!==void 0){let m=P.files;if(Array.isArray(m)){let g=m.length;
for(let r=0;r<g;r++){let n=m[r],u=s,h=!1,w=s;if(n&&typeof n=="object"&&!Array.isArray(n)&&n.format===void 0){let o={
instancePath:i+"/files/"+r,schemaPath:"#/properties/files/items/anyOf/0/required",keyword:"required",params:{missingProperty:"\
format"}};e===null?e=[o]:e.push(o),s++}var O=w===s;if(h=h||O,!h){let o=s;if(n&&typeof n=="object"&&!Array.isArray(
n)&&n.mapping===void 0){let t={instancePath:i+"/files/"+r,schemaPath:"#/properties/files/items/anyOf/1/require\
d",keyword:"required",params:{missingProperty:"mapping"}};e===null?e=[t]:e.push(t),s++}var O=o===s;if(h=h||O,!h){
let t=s;if(n&&typeof n=="object"&&!Array.isArray(n)&&n.targets===void 0){let f={instancePath:i+"/files/"+r,schemaPath:"\
#/properties/files/items/anyOf/2/required",keyword:"required",params:{missingProperty:"targets"}};e===null?e=[
f]:e.push(f),s++}var O=t===s;if(h=h||O,!h){let f=s;if(n&&typeof n=="object"&&!Array.isArray(n)&&n.answers===void 0){
let d={instancePath:i+"/files/"+r,schemaPath:"#/properties/files/items/anyOf/3/required",keyword:"required",params:{
missingProperty:"answers"}};e===null?e=[d]:e.push(d),s++}var O=f===s;if(h=h||O,!h){let d=s;if(n&&typeof n=="ob\
ject"&&!Array.isArray(n)&&n.outputs===void 0){let a={instancePath:i+"/files/"+r,schemaPath:"#/properties/files\
/items/anyOf/4/required",keyword:"required",params:{missingProperty:"outputs"}};e===null?e=[a]:e.push(a),s++}var O=d===
s;h=h||O}}}}if(h)s=u,e!==null&&(u?e.length=u:e=null);else{let o={instancePath:i+"/files/"+r,schemaPath:"#/prop\
erties/files/items/anyOf",keyword:"anyOf",params:{}};e===null?e=[o]:e.push(o),s++}if(n&&typeof n=="object"&&!Array.
isArray(n)){if(n.include===void 0){let o={instancePath:i+"/files/"+r,schemaPath:"#/properties/files/items/requ\
ired",keyword:"required",params:{missingProperty:"include"}};e===null?e=[o]:e.push(o),s++}for(let o in n)if(!(o===
"include"||o==="format"||o==="mapping"||o==="targets"||o==="answers"||o==="outputs")){let p={instancePath:i+"/\
files/"+r,schemaPath:"#/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:o}};
e===null?e=[p]:e.push(p),s++}if(n.include!==void 0){let o=n.include,p=s,t=!1,l=null,f=s;if(typeof o!="string"){
let d={instancePath:i+"/files/"+r+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf/0/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[d]:e.push(d),s++}var b=f===s;b&&(t=!0,l=0);let y=s;if(Array.
isArray(o)){let d=o.length;for(let A=0;A<d;A++)if(typeof o[A]!="string"){let a={instancePath:i+"/files/"+r+"/i\
nclude/"+A,schemaPath:"#/properties/files/items/properties/include/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[a]:e.push(a),s++}}else{let d={instancePath:i+"/files/"+r+"/include",schemaPath:"#/\
properties/files/items/properties/include/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[d]:e.
push(d),s++}var b=y===s;if(b&&t?(t=!1,l=[l,1]):b&&(t=!0,l=1),t)s=p,e!==null&&(p?e.length=p:e=null);else{let d={
instancePath:i+"/files/"+r+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf",keyword:"\
oneOf",params:{passingSchemas:l}};e===null?e=[d]:e.push(d),s++}}if(n.format!==void 0&&typeof n.format!="string"){
let o={instancePath:i+"/files/"+r+"/format",schemaPath:"#/properties/files/items/properties/format/type",keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}if(n.mapping!==void 0){let o=n.mapping;if(o&&typeof o==
"object"&&!Array.isArray(o)){for(let p in o)if(!I.call(T.properties.files.items.properties.mapping.properties,
p)){let t={instancePath:i+"/files/"+r+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/addit\
ionalProperties",keyword:"additionalProperties",params:{additionalProperty:p}};e===null?e=[t]:e.push(t),s++}if(o.
messages!==void 0&&typeof o.messages!="string"){let p={instancePath:i+"/files/"+r+"/mapping/messages",schemaPath:"\
#/properties/files/items/properties/mapping/properties/messages/type",keyword:"type",params:{type:"string"}};e===
null?e=[p]:e.push(p),s++}if(o.system!==void 0&&typeof o.system!="string"){let p={instancePath:i+"/files/"+r+"/\
mapping/system",schemaPath:"#/properties/files/items/properties/mapping/properties/system/type",keyword:"type",
params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(o.tools!==void 0&&typeof o.tools!="string"){let p={instancePath:i+
"/files/"+r+"/mapping/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/tools/type",keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(o.query!==void 0&&typeof o.query!="string"){let p={
instancePath:i+"/files/"+r+"/mapping/query",schemaPath:"#/properties/files/items/properties/mapping/properties\
/query/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(o.answer!==void 0&&typeof o.
answer!="string"){let p={instancePath:i+"/files/"+r+"/mapping/answer",schemaPath:"#/properties/files/items/pro\
perties/mapping/properties/answer/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(o.
role!==void 0&&typeof o.role!="string"){let p={instancePath:i+"/files/"+r+"/mapping/role",schemaPath:"#/proper\
ties/files/items/properties/mapping/properties/role/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:
e.push(p),s++}if(o.content!==void 0&&typeof o.content!="string"){let p={instancePath:i+"/files/"+r+"/mapping/c\
ontent",schemaPath:"#/properties/files/items/properties/mapping/properties/content/type",keyword:"type",params:{
type:"string"}};e===null?e=[p]:e.push(p),s++}if(o.calls!==void 0&&typeof o.calls!="string"){let p={instancePath:i+
"/files/"+r+"/mapping/calls",schemaPath:"#/properties/files/items/properties/mapping/properties/calls/type",keyword:"\
type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(o.thought!==void 0&&typeof o.thought!="string"){
let p={instancePath:i+"/files/"+r+"/mapping/thought",schemaPath:"#/properties/files/items/properties/mapping/p\
roperties/thought/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),s++}if(o.roles!==void 0){
let p=o.roles;if(p&&typeof p=="object"&&!Array.isArray(p)){for(let t in p)if(!(t==="system"||t==="user"||t==="\
assistant"||t==="call"||t==="tool"||t==="thought"||t==="tools")){let l={instancePath:i+"/files/"+r+"/mapping/r\
oles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:t}};e===null?e=[l]:e.push(l),s++}if(p.system!==void 0){let t=p.
system,l=s,f=!1,y=null,d=s;if(typeof t!="string"){let a={instancePath:i+"/files/"+r+"/mapping/roles/system",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/0/type",keyword:"type",params:{
type:"string"}};e===null?e=[a]:e.push(a),s++}var v=d===s;v&&(f=!0,y=0);let A=s;if(Array.isArray(t)){let a=t.length;
for(let c=0;c<a;c++)if(typeof t[c]!="string"){let k={instancePath:i+"/files/"+r+"/mapping/roles/system/"+c,schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/items/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[k]:e.push(k),s++}}else{let a={instancePath:i+"/files/"+r+"/mapping/rol\
es/system",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/\
type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var v=A===s;if(v&&f?(f=!1,y=[y,1]):v&&
(f=!0,y=1),f)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:i+"/files/"+r+"/mapping/roles/system",
schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf",keyword:"one\
Of",params:{passingSchemas:y}};e===null?e=[a]:e.push(a),s++}}if(p.user!==void 0){let t=p.user,l=s,f=!1,y=null,
d=s;if(typeof t!="string"){let a={instancePath:i+"/files/"+r+"/mapping/roles/user",schemaPath:"#/properties/fi\
les/items/properties/mapping/properties/roles/properties/user/oneOf/0/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[a]:e.push(a),s++}var j=d===s;j&&(f=!0,y=0);let A=s;if(Array.isArray(t)){let a=t.length;for(let c=0;c<
a;c++)if(typeof t[c]!="string"){let k={instancePath:i+"/files/"+r+"/mapping/roles/user/"+c,schemaPath:"#/prope\
rties/files/items/properties/mapping/properties/roles/properties/user/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[k]:e.push(k),s++}}else{let a={instancePath:i+"/files/"+r+"/mapping/roles/user",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/user/oneOf/1/type",keyword:"type",params:{
type:"array"}};e===null?e=[a]:e.push(a),s++}var j=A===s;if(j&&f?(f=!1,y=[y,1]):j&&(f=!0,y=1),f)s=l,e!==null&&(l?
e.length=l:e=null);else{let a={instancePath:i+"/files/"+r+"/mapping/roles/user",schemaPath:"#/properties/files\
/items/properties/mapping/properties/roles/properties/user/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===
null?e=[a]:e.push(a),s++}}if(p.assistant!==void 0){let t=p.assistant,l=s,f=!1,y=null,d=s;if(typeof t!="string"){
let a={instancePath:i+"/files/"+r+"/mapping/roles/assistant",schemaPath:"#/properties/files/items/properties/m\
apping/properties/roles/properties/assistant/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[
a]:e.push(a),s++}var _=d===s;_&&(f=!0,y=0);let A=s;if(Array.isArray(t)){let a=t.length;for(let c=0;c<a;c++)if(typeof t[c]!=
"string"){let k={instancePath:i+"/files/"+r+"/mapping/roles/assistant/"+c,schemaPath:"#/properties/files/items\
/properties/mapping/properties/roles/properties/assistant/oneOf/1/items/type",keyword:"type",params:{type:"str\
ing"}};e===null?e=[k]:e.push(k),s++}}else{let a={instancePath:i+"/files/"+r+"/mapping/roles/assistant",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/assistant/oneOf/1/type",keyword:"type",
params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var _=A===s;if(_&&f?(f=!1,y=[y,1]):_&&(f=!0,y=1),f)s=l,e!==
null&&(l?e.length=l:e=null);else{let a={instancePath:i+"/files/"+r+"/mapping/roles/assistant",schemaPath:"#/pr\
operties/files/items/properties/mapping/properties/roles/properties/assistant/oneOf",keyword:"oneOf",params:{passingSchemas:y}};
e===null?e=[a]:e.push(a),s++}}if(p.call!==void 0){let t=p.call,l=s,f=!1,y=null,d=s;if(typeof t!="string"){let a={
instancePath:i+"/files/"+r+"/mapping/roles/call",schemaPath:"#/properties/files/items/properties/mapping/prope\
rties/roles/properties/call/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}
var q=d===s;q&&(f=!0,y=0);let A=s;if(Array.isArray(t)){let a=t.length;for(let c=0;c<a;c++)if(typeof t[c]!="str\
ing"){let k={instancePath:i+"/files/"+r+"/mapping/roles/call/"+c,schemaPath:"#/properties/files/items/properti\
es/mapping/properties/roles/properties/call/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[k]:e.push(k),s++}}else{let a={instancePath:i+"/files/"+r+"/mapping/roles/call",schemaPath:"#/properties/fil\
es/items/properties/mapping/properties/roles/properties/call/oneOf/1/type",keyword:"type",params:{type:"array"}};
e===null?e=[a]:e.push(a),s++}var q=A===s;if(q&&f?(f=!1,y=[y,1]):q&&(f=!0,y=1),f)s=l,e!==null&&(l?e.length=l:e=
null);else{let a={instancePath:i+"/files/"+r+"/mapping/roles/call",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/roles/properties/call/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[a]:
e.push(a),s++}}if(p.tool!==void 0){let t=p.tool,l=s,f=!1,y=null,d=s;if(typeof t!="string"){let a={instancePath:i+
"/files/"+r+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}var x=d===s;x&&
(f=!0,y=0);let A=s;if(Array.isArray(t)){let a=t.length;for(let c=0;c<a;c++)if(typeof t[c]!="string"){let k={instancePath:i+
"/files/"+r+"/mapping/roles/tool/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/tool/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),s++}}else{
let a={instancePath:i+"/files/"+r+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mappin\
g/properties/roles/properties/tool/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),
s++}var x=A===s;if(x&&f?(f=!1,y=[y,1]):x&&(f=!0,y=1),f)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:i+
"/files/"+r+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[a]:e.push(a),s++}}if(p.thought!==void 0){
let t=p.thought,l=s,f=!1,y=null,d=s;if(typeof t!="string"){let a={instancePath:i+"/files/"+r+"/mapping/roles/t\
hought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/thought/oneOf/0/ty\
pe",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}var U=d===s;U&&(f=!0,y=0);let A=s;if(Array.
isArray(t)){let a=t.length;for(let c=0;c<a;c++)if(typeof t[c]!="string"){let k={instancePath:i+"/files/"+r+"/m\
apping/roles/thought/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/t\
hought/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),s++}}else{let a={instancePath:i+
"/files/"+r+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/thought/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var U=A===
s;if(U&&f?(f=!1,y=[y,1]):U&&(f=!0,y=1),f)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:i+"/file\
s/"+r+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/proper\
ties/thought/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[a]:e.push(a),s++}}if(p.tools!==void 0){
let t=p.tools,l=s,f=!1,y=null,d=s;if(typeof t!="string"){let a={instancePath:i+"/files/"+r+"/mapping/roles/too\
ls",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf/0/type",keyword:"\
type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}var R=d===s;R&&(f=!0,y=0);let A=s;if(Array.isArray(
t)){let a=t.length;for(let c=0;c<a;c++)if(typeof t[c]!="string"){let k={instancePath:i+"/files/"+r+"/mapping/r\
oles/tools/"+c,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf\
/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[k]:e.push(k),s++}}else{let a={instancePath:i+
"/files/"+r+"/mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pr\
operties/tools/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var R=A===s;if(R&&
f?(f=!1,y=[y,1]):R&&(f=!0,y=1),f)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:i+"/files/"+r+"/\
mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools\
/oneOf",keyword:"oneOf",params:{passingSchemas:y}};e===null?e=[a]:e.push(a),s++}}}else{let t={instancePath:i+"\
/files/"+r+"/mapping/roles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/type",keyword:"\
type",params:{type:"object"}};e===null?e=[t]:e.push(t),s++}}if(o.call!==void 0){let p=o.call;if(p&&typeof p=="\
object"&&!Array.isArray(p)){for(let t in p)if(!(t==="name"||t==="arguments"||t==="id")){let l={instancePath:i+
"/files/"+r+"/mapping/call",schemaPath:"#/properties/files/items/properties/mapping/properties/call/additional\
Properties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[l]:e.push(l),s++}if(p.name!==
void 0&&typeof p.name!="string"){let t={instancePath:i+"/files/"+r+"/mapping/call/name",schemaPath:"#/properti\
es/files/items/properties/mapping/properties/call/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[t]:e.push(t),s++}if(p.arguments!==void 0&&typeof p.arguments!="string"){let t={instancePath:i+"/fi\
les/"+r+"/mapping/call/arguments",schemaPath:"#/properties/files/items/properties/mapping/properties/call/prop\
erties/arguments/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(p.id!==void 0&&typeof p.
id!="string"){let t={instancePath:i+"/files/"+r+"/mapping/call/id",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/call/properties/id/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(
t),s++}}else{let t={instancePath:i+"/files/"+r+"/mapping/call",schemaPath:"#/properties/files/items/properties\
/mapping/properties/call/type",keyword:"type",params:{type:"object"}};e===null?e=[t]:e.push(t),s++}}if(o.tool!==
void 0){let p=o.tool;if(p&&typeof p=="object"&&!Array.isArray(p)){for(let t in p)if(!(t==="name"||t==="descrip\
tion"||t==="parameters")){let l={instancePath:i+"/files/"+r+"/mapping/tool",schemaPath:"#/properties/files/ite\
ms/properties/mapping/properties/tool/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};
e===null?e=[l]:e.push(l),s++}if(p.name!==void 0&&typeof p.name!="string"){let t={instancePath:i+"/files/"+r+"/\
mapping/tool/name",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/name/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(p.description!==void 0&&typeof p.description!=
"string"){let t={instancePath:i+"/files/"+r+"/mapping/tool/description",schemaPath:"#/properties/files/items/p\
roperties/mapping/properties/tool/properties/description/type",keyword:"type",params:{type:"string"}};e===null?
e=[t]:e.push(t),s++}if(p.parameters!==void 0&&typeof p.parameters!="string"){let t={instancePath:i+"/files/"+r+
"/mapping/tool/parameters",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/\
parameters/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}}else{let t={instancePath:i+
"/files/"+r+"/mapping/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/type",keyword:"\
type",params:{type:"object"}};e===null?e=[t]:e.push(t),s++}}if(o.callsInText!==void 0){let p=o.callsInText;if(Array.
isArray(p)){let t=p.length;for(let l=0;l<t;l++){let f=p[l];if(!(f==="tags"||f==="fence"||f==="react"||f==="pyt\
hon")){let y={instancePath:i+"/files/"+r+"/mapping/callsInText/"+l,schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/callsInText/items/enum",keyword:"enum",params:{allowedValues:T.properties.files.items.
properties.mapping.properties.callsInText.items.enum}};e===null?e=[y]:e.push(y),s++}}}else{let t={instancePath:i+
"/files/"+r+"/mapping/callsInText",schemaPath:"#/properties/files/items/properties/mapping/properties/callsInT\
ext/type",keyword:"type",params:{type:"array"}};e===null?e=[t]:e.push(t),s++}}}else{let p={instancePath:i+"/fi\
les/"+r+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/type",keyword:"type",params:{type:"\
object"}};e===null?e=[p]:e.push(p),s++}}if(n.targets!==void 0){let o=n.targets;if(Array.isArray(o)){let p=o.length;
for(let t=0;t<p;t++)if(typeof o[t]!="string"){let l={instancePath:i+"/files/"+r+"/targets/"+t,schemaPath:"#/pr\
operties/files/items/properties/targets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:e.push(
l),s++}}else{let p={instancePath:i+"/files/"+r+"/targets",schemaPath:"#/properties/files/items/properties/targ\
ets/type",keyword:"type",params:{type:"array"}};e===null?e=[p]:e.push(p),s++}}if(n.answers!==void 0&&typeof n.
answers!="string"){let o={instancePath:i+"/files/"+r+"/answers",schemaPath:"#/properties/files/items/propertie\
s/answers/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}if(n.outputs!==void 0&&typeof n.
outputs!="string"){let o={instancePath:i+"/files/"+r+"/outputs",schemaPath:"#/properties/files/items/propertie\
s/outputs/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}}else{let o={instancePath:i+
"/files/"+r,schemaPath:"#/properties/files/items/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.
push(o),s++}}}else{let g={instancePath:i+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{
type:"array"}};e===null?e=[g]:e.push(g),s++}}if(P.rules!==void 0){let m=P.rules;if(m&&typeof m=="object"&&!Array.
isArray(m))for(let g in m){let r=m[g];if(!(r==="off"||r==="hint"||r==="warning"||r==="error")){let n={instancePath:i+
"/rules/"+g.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/rules/additionalProperties/enum",keyword:"\
enum",params:{allowedValues:T.properties.rules.additionalProperties.enum}};e===null?e=[n]:e.push(n),s++}}else{
let g={instancePath:i+"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type:"object"}};e===
null?e=[g]:e.push(g),s++}}if(P.suppress!==void 0){let m=P.suppress;if(Array.isArray(m)){let g=m.length;for(let r=0;r<
g;r++){let n=m[r];if(n&&typeof n=="object"&&!Array.isArray(n)){if(n.codes===void 0){let u={instancePath:i+"/su\
ppress/"+r,schemaPath:"#/properties/suppress/items/required",keyword:"required",params:{missingProperty:"codes"}};
e===null?e=[u]:e.push(u),s++}for(let u in n)if(!(u==="files"||u==="codes"||u==="ids"||u==="hashes"||u==="reaso\
n")){let h={instancePath:i+"/suppress/"+r,schemaPath:"#/properties/suppress/items/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:u}};e===null?e=[h]:e.push(h),s++}if(n.files!==void 0){let u=n.
files,h=s,w=!1,o=null,p=s;if(typeof u!="string"){let l={instancePath:i+"/suppress/"+r+"/files",schemaPath:"#/p\
roperties/suppress/items/properties/files/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:
e.push(l),s++}var S=p===s;S&&(w=!0,o=0);let t=s;if(Array.isArray(u)){let l=u.length;for(let f=0;f<l;f++)if(typeof u[f]!=
"string"){let y={instancePath:i+"/suppress/"+r+"/files/"+f,schemaPath:"#/properties/suppress/items/properties/\
files/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}}else{let l={instancePath:i+
"/suppress/"+r+"/files",schemaPath:"#/properties/suppress/items/properties/files/oneOf/1/type",keyword:"type",
params:{type:"array"}};e===null?e=[l]:e.push(l),s++}var S=t===s;if(S&&w?(w=!1,o=[o,1]):S&&(w=!0,o=1),w)s=h,e!==
null&&(h?e.length=h:e=null);else{let l={instancePath:i+"/suppress/"+r+"/files",schemaPath:"#/properties/suppre\
ss/items/properties/files/oneOf",keyword:"oneOf",params:{passingSchemas:o}};e===null?e=[l]:e.push(l),s++}}if(n.
codes!==void 0){let u=n.codes;if(Array.isArray(u)){let h=u.length;for(let w=0;w<h;w++)if(typeof u[w]!="string"){
let o={instancePath:i+"/suppress/"+r+"/codes/"+w,schemaPath:"#/properties/suppress/items/properties/codes/item\
s/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}}else{let h={instancePath:i+"/supp\
ress/"+r+"/codes",schemaPath:"#/properties/suppress/items/properties/codes/type",keyword:"type",params:{type:"\
array"}};e===null?e=[h]:e.push(h),s++}}if(n.ids!==void 0){let u=n.ids;if(Array.isArray(u)){let h=u.length;for(let w=0;w<
h;w++){let o=u[w];if(typeof o!="string"&&!(typeof o=="number"&&isFinite(o))){let p={instancePath:i+"/suppress/"+
r+"/ids/"+w,schemaPath:"#/properties/suppress/items/properties/ids/items/type",keyword:"type",params:{type:T.properties.
suppress.items.properties.ids.items.type}};e===null?e=[p]:e.push(p),s++}}}else{let h={instancePath:i+"/suppres\
s/"+r+"/ids",schemaPath:"#/properties/suppress/items/properties/ids/type",keyword:"type",params:{type:"array"}};
e===null?e=[h]:e.push(h),s++}}if(n.hashes!==void 0){let u=n.hashes;if(Array.isArray(u)){let h=u.length;for(let w=0;w<
h;w++)if(typeof u[w]!="string"){let o={instancePath:i+"/suppress/"+r+"/hashes/"+w,schemaPath:"#/properties/sup\
press/items/properties/hashes/items/type",keyword:"type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}}else{
let h={instancePath:i+"/suppress/"+r+"/hashes",schemaPath:"#/properties/suppress/items/properties/hashes/type",
keyword:"type",params:{type:"array"}};e===null?e=[h]:e.push(h),s++}}if(n.reason!==void 0&&typeof n.reason!="st\
ring"){let u={instancePath:i+"/suppress/"+r+"/reason",schemaPath:"#/properties/suppress/items/properties/reaso\
n/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),s++}}else{let u={instancePath:i+"/supp\
ress/"+r,schemaPath:"#/properties/suppress/items/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.
push(u),s++}}}else{let g={instancePath:i+"/suppress",schemaPath:"#/properties/suppress/type",keyword:"type",params:{
type:"array"}};e===null?e=[g]:e.push(g),s++}}if(P.baseline!==void 0&&typeof P.baseline!="string"){let m={instancePath:i+
"/baseline",schemaPath:"#/properties/baseline/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(
m),s++}if(P.exclude!==void 0){let m=P.exclude;if(Array.isArray(m)){let g=m.length;for(let r=0;r<g;r++)if(typeof m[r]!=
"string"){let n={instancePath:i+"/exclude/"+r,schemaPath:"#/properties/exclude/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[n]:e.push(n),s++}}else{let g={instancePath:i+"/exclude",schemaPath:"#/properties/e\
xclude/type",keyword:"type",params:{type:"array"}};e===null?e=[g]:e.push(g),s++}}}else{let m={instancePath:i,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[m]:e.push(m),s++}return C.errors=e,s===0}export{K as validateConfig};
