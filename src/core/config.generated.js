// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var I=q,U={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
Callsmith checks the data sets in this folder and below. The nearest callsmith.config.json above a file counts\
.",type:"object",additionalProperties:!1,properties:{$schema:{type:"string",description:"Where this schema is \
found."},format:{type:"string",description:"Format of all data sets here, instead of the one that the file's e\
ntries vote for."},files:{type:"array",description:"Formats, or mappings of your own, for some files. The firs\
t entry whose pattern matches counts.",items:{type:"object",additionalProperties:!1,required:["include"],properties:{
include:{description:"Patterns relative to this folder: * and ? in a name, ** over folders, {a,b} for alternat\
ives. A pattern without / matches in every folder.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},
format:{type:"string",description:"Format of these files."},mapping:{type:"object",additionalProperties:!1,description:"\
Where these files keep their parts, for formats of your own. What is left out is under its usual name.",properties:{
messages:{type:"string",description:"Column with the messages. Usually messages, or else conversations."},system:{
type:"string",description:"Column with a system prompt."},tools:{type:"string",description:"Column with the to\
ols, a list or a string of JSON. Usually tools."},query:{type:"string",description:"Column with what the user \
says, in rows without messages."},answer:{type:"string",description:"Column with the answer: calls, a text or \
a message."},role:{type:"string",description:"Key of a message's role. Usually role."},content:{type:"string",
description:"Key of a message's content. Usually content."},calls:{type:"string",description:"Key of an assist\
ant's message with its calls. Usually tool_calls."},thought:{type:"string",description:"Key of an assistant's \
message with its thought. Usually reasoning_content and the like."},roles:{type:"object",additionalProperties:!1,
description:"Role words; those that are not named have their usual meaning.",properties:{system:{description:"\
Roles of the system.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},user:{description:"Roles o\
f the user.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},assistant:{description:"Roles of th\
e model.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},call:{description:"Roles of messages w\
hose content is a call.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},tool:{description:"Role\
s of messages with a result.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},thought:{description:"\
Roles of messages whose content is a thought.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},tools:{
description:"Roles of messages whose content is the tools.",oneOf:[{type:"string"},{type:"array",items:{type:"\
string"}}]}}},call:{type:"object",additionalProperties:!1,description:"Keys of a call.",properties:{name:{type:"\
string",description:"Usually name."},arguments:{type:"string",description:"Usually arguments."},id:{type:"stri\
ng",description:"Usually id."}}},tool:{type:"object",additionalProperties:!1,description:"Keys of a tool.",properties:{
name:{type:"string",description:"Usually name."},description:{type:"string",description:"Usually description."},
parameters:{type:"string",description:"Usually parameters."}}},callsInText:{type:"array",description:"Ways in \
which calls are written in the text of an answer. Usually in tags.",items:{enum:["tags","fence","react","pytho\
n"]}}}}}}},rules:{type:"object",description:"Severity of rules by their code.",additionalProperties:{enum:["of\
f","hint","warning","error"]}},suppress:{type:"array",description:"Findings that are not told, each entry with\
 the reason. An entry that matches nothing any more is reported when its folder is checked.",items:{type:"obje\
ct",additionalProperties:!1,required:["codes"],properties:{files:{description:"Patterns of the files that are \
meant, as in files; all data sets here when absent.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},
codes:{type:"array",description:"Rules that are meant: codes, or areas such as call.*.",items:{type:"string"}},
ids:{type:"array",description:"Records that are meant, by their own id (id, _id, uuid, guid, sample_id, exampl\
e_id, idx or index).",items:{type:["string","number"]}},hashes:{type:"array",description:"Records that are mea\
nt, by a hash of their content: the quick fix writes it, and callsmith check --format json prints it (recordHa\
sh). Without ids and hashes, every record is meant.",items:{type:"string"}},reason:{type:"string",description:"\
Why; for those who read this later."}}}},baseline:{type:"string",description:"A file of findings that are know\
n and not told, below this folder; callsmith check --write-baseline writes it."},exclude:{type:"array",description:"\
Patterns of files and folders that are passed over when a folder is checked.",items:{type:"string"}}},$id:"con\
fig"},R=Object.prototype.hasOwnProperty;function q(w,{instancePath:p="",parentData:S,parentDataProperty:T,rootData:C=w}={}){
let e=null,s=0;if(w&&typeof w=="object"&&!Array.isArray(w)){for(let y in w)if(!(y==="$schema"||y==="format"||y===
"files"||y==="rules"||y==="suppress"||y==="baseline"||y==="exclude")){let u={instancePath:p,schemaPath:"#/addi\
tionalProperties",keyword:"additionalProperties",params:{additionalProperty:y}};e===null?e=[u]:e.push(u),s++}if(w.
$schema!==void 0&&typeof w.$schema!="string"){let y={instancePath:p+"/$schema",schemaPath:"#/properties/%24sch\
ema/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}if(w.format!==void 0&&typeof w.format!=
"string"){let y={instancePath:p+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type:"s\
tring"}};e===null?e=[y]:e.push(y),s++}if(w.files!==void 0){let y=w.files;if(Array.isArray(y)){let u=y.length;for(let i=0;i<
u;i++){let c=y[i];if(c&&typeof c=="object"&&!Array.isArray(c)){if(c.include===void 0){let o={instancePath:p+"/\
files/"+i,schemaPath:"#/properties/files/items/required",keyword:"required",params:{missingProperty:"include"}};
e===null?e=[o]:e.push(o),s++}for(let o in c)if(!(o==="include"||o==="format"||o==="mapping")){let t={instancePath:p+
"/files/"+i,schemaPath:"#/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{
additionalProperty:o}};e===null?e=[t]:e.push(t),s++}if(c.include!==void 0){let o=c.include,t=s,r=!1,l=null,n=s;
if(typeof o!="string"){let m={instancePath:p+"/files/"+i+"/include",schemaPath:"#/properties/files/items/prope\
rties/include/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),s++}var P=n===s;P&&
(r=!0,l=0);let f=s;if(Array.isArray(o)){let m=o.length;for(let d=0;d<m;d++)if(typeof o[d]!="string"){let a={instancePath:p+
"/files/"+i+"/include/"+d,schemaPath:"#/properties/files/items/properties/include/oneOf/1/items/type",keyword:"\
type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}}else{let m={instancePath:p+"/files/"+i+"/include",
schemaPath:"#/properties/files/items/properties/include/oneOf/1/type",keyword:"type",params:{type:"array"}};e===
null?e=[m]:e.push(m),s++}var P=f===s;if(P&&r?(r=!1,l=[l,1]):P&&(r=!0,l=1),r)s=t,e!==null&&(t?e.length=t:e=null);else{
let m={instancePath:p+"/files/"+i+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf",keyword:"\
oneOf",params:{passingSchemas:l}};e===null?e=[m]:e.push(m),s++}}if(c.format!==void 0&&typeof c.format!="string"){
let o={instancePath:p+"/files/"+i+"/format",schemaPath:"#/properties/files/items/properties/format/type",keyword:"\
type",params:{type:"string"}};e===null?e=[o]:e.push(o),s++}if(c.mapping!==void 0){let o=c.mapping;if(o&&typeof o==
"object"&&!Array.isArray(o)){for(let t in o)if(!R.call(U.properties.files.items.properties.mapping.properties,
t)){let r={instancePath:p+"/files/"+i+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/addit\
ionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};e===null?e=[r]:e.push(r),s++}if(o.
messages!==void 0&&typeof o.messages!="string"){let t={instancePath:p+"/files/"+i+"/mapping/messages",schemaPath:"\
#/properties/files/items/properties/mapping/properties/messages/type",keyword:"type",params:{type:"string"}};e===
null?e=[t]:e.push(t),s++}if(o.system!==void 0&&typeof o.system!="string"){let t={instancePath:p+"/files/"+i+"/\
mapping/system",schemaPath:"#/properties/files/items/properties/mapping/properties/system/type",keyword:"type",
params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(o.tools!==void 0&&typeof o.tools!="string"){let t={instancePath:p+
"/files/"+i+"/mapping/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/tools/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(o.query!==void 0&&typeof o.query!="string"){let t={
instancePath:p+"/files/"+i+"/mapping/query",schemaPath:"#/properties/files/items/properties/mapping/properties\
/query/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(o.answer!==void 0&&typeof o.
answer!="string"){let t={instancePath:p+"/files/"+i+"/mapping/answer",schemaPath:"#/properties/files/items/pro\
perties/mapping/properties/answer/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(o.
role!==void 0&&typeof o.role!="string"){let t={instancePath:p+"/files/"+i+"/mapping/role",schemaPath:"#/proper\
ties/files/items/properties/mapping/properties/role/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:
e.push(t),s++}if(o.content!==void 0&&typeof o.content!="string"){let t={instancePath:p+"/files/"+i+"/mapping/c\
ontent",schemaPath:"#/properties/files/items/properties/mapping/properties/content/type",keyword:"type",params:{
type:"string"}};e===null?e=[t]:e.push(t),s++}if(o.calls!==void 0&&typeof o.calls!="string"){let t={instancePath:p+
"/files/"+i+"/mapping/calls",schemaPath:"#/properties/files/items/properties/mapping/properties/calls/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(o.thought!==void 0&&typeof o.thought!="string"){
let t={instancePath:p+"/files/"+i+"/mapping/thought",schemaPath:"#/properties/files/items/properties/mapping/p\
roperties/thought/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(o.roles!==void 0){
let t=o.roles;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(!(r==="system"||r==="user"||r==="\
assistant"||r==="call"||r==="tool"||r==="thought"||r==="tools")){let l={instancePath:p+"/files/"+i+"/mapping/r\
oles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/additionalProperties",keyword:"\
additionalProperties",params:{additionalProperty:r}};e===null?e=[l]:e.push(l),s++}if(t.system!==void 0){let r=t.
system,l=s,n=!1,f=null,m=s;if(typeof r!="string"){let a={instancePath:p+"/files/"+i+"/mapping/roles/system",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/0/type",keyword:"type",params:{
type:"string"}};e===null?e=[a]:e.push(a),s++}var k=m===s;k&&(n=!0,f=0);let d=s;if(Array.isArray(r)){let a=r.length;
for(let h=0;h<a;h++)if(typeof r[h]!="string"){let g={instancePath:p+"/files/"+i+"/mapping/roles/system/"+h,schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/items/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let a={instancePath:p+"/files/"+i+"/mapping/rol\
es/system",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf/1/\
type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var k=d===s;if(k&&n?(n=!1,f=[f,1]):k&&
(n=!0,f=1),n)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:p+"/files/"+i+"/mapping/roles/system",
schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/system/oneOf",keyword:"one\
Of",params:{passingSchemas:f}};e===null?e=[a]:e.push(a),s++}}if(t.user!==void 0){let r=t.user,l=s,n=!1,f=null,
m=s;if(typeof r!="string"){let a={instancePath:p+"/files/"+i+"/mapping/roles/user",schemaPath:"#/properties/fi\
les/items/properties/mapping/properties/roles/properties/user/oneOf/0/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[a]:e.push(a),s++}var O=m===s;O&&(n=!0,f=0);let d=s;if(Array.isArray(r)){let a=r.length;for(let h=0;h<
a;h++)if(typeof r[h]!="string"){let g={instancePath:p+"/files/"+i+"/mapping/roles/user/"+h,schemaPath:"#/prope\
rties/files/items/properties/mapping/properties/roles/properties/user/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let a={instancePath:p+"/files/"+i+"/mapping/roles/user",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/user/oneOf/1/type",keyword:"type",params:{
type:"array"}};e===null?e=[a]:e.push(a),s++}var O=d===s;if(O&&n?(n=!1,f=[f,1]):O&&(n=!0,f=1),n)s=l,e!==null&&(l?
e.length=l:e=null);else{let a={instancePath:p+"/files/"+i+"/mapping/roles/user",schemaPath:"#/properties/files\
/items/properties/mapping/properties/roles/properties/user/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===
null?e=[a]:e.push(a),s++}}if(t.assistant!==void 0){let r=t.assistant,l=s,n=!1,f=null,m=s;if(typeof r!="string"){
let a={instancePath:p+"/files/"+i+"/mapping/roles/assistant",schemaPath:"#/properties/files/items/properties/m\
apping/properties/roles/properties/assistant/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[
a]:e.push(a),s++}var A=m===s;A&&(n=!0,f=0);let d=s;if(Array.isArray(r)){let a=r.length;for(let h=0;h<a;h++)if(typeof r[h]!=
"string"){let g={instancePath:p+"/files/"+i+"/mapping/roles/assistant/"+h,schemaPath:"#/properties/files/items\
/properties/mapping/properties/roles/properties/assistant/oneOf/1/items/type",keyword:"type",params:{type:"str\
ing"}};e===null?e=[g]:e.push(g),s++}}else{let a={instancePath:p+"/files/"+i+"/mapping/roles/assistant",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/assistant/oneOf/1/type",keyword:"type",
params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var A=d===s;if(A&&n?(n=!1,f=[f,1]):A&&(n=!0,f=1),n)s=l,e!==
null&&(l?e.length=l:e=null);else{let a={instancePath:p+"/files/"+i+"/mapping/roles/assistant",schemaPath:"#/pr\
operties/files/items/properties/mapping/properties/roles/properties/assistant/oneOf",keyword:"oneOf",params:{passingSchemas:f}};
e===null?e=[a]:e.push(a),s++}}if(t.call!==void 0){let r=t.call,l=s,n=!1,f=null,m=s;if(typeof r!="string"){let a={
instancePath:p+"/files/"+i+"/mapping/roles/call",schemaPath:"#/properties/files/items/properties/mapping/prope\
rties/roles/properties/call/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}
var b=m===s;b&&(n=!0,f=0);let d=s;if(Array.isArray(r)){let a=r.length;for(let h=0;h<a;h++)if(typeof r[h]!="str\
ing"){let g={instancePath:p+"/files/"+i+"/mapping/roles/call/"+h,schemaPath:"#/properties/files/items/properti\
es/mapping/properties/roles/properties/call/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[g]:e.push(g),s++}}else{let a={instancePath:p+"/files/"+i+"/mapping/roles/call",schemaPath:"#/properties/fil\
es/items/properties/mapping/properties/roles/properties/call/oneOf/1/type",keyword:"type",params:{type:"array"}};
e===null?e=[a]:e.push(a),s++}var b=d===s;if(b&&n?(n=!1,f=[f,1]):b&&(n=!0,f=1),n)s=l,e!==null&&(l?e.length=l:e=
null);else{let a={instancePath:p+"/files/"+i+"/mapping/roles/call",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/roles/properties/call/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[a]:
e.push(a),s++}}if(t.tool!==void 0){let r=t.tool,l=s,n=!1,f=null,m=s;if(typeof r!="string"){let a={instancePath:p+
"/files/"+i+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}var v=m===s;v&&
(n=!0,f=0);let d=s;if(Array.isArray(r)){let a=r.length;for(let h=0;h<a;h++)if(typeof r[h]!="string"){let g={instancePath:p+
"/files/"+i+"/mapping/roles/tool/"+h,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/tool/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{
let a={instancePath:p+"/files/"+i+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mappin\
g/properties/roles/properties/tool/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),
s++}var v=d===s;if(v&&n?(n=!1,f=[f,1]):v&&(n=!0,f=1),n)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:p+
"/files/"+i+"/mapping/roles/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/tool/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[a]:e.push(a),s++}}if(t.thought!==void 0){
let r=t.thought,l=s,n=!1,f=null,m=s;if(typeof r!="string"){let a={instancePath:p+"/files/"+i+"/mapping/roles/t\
hought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/thought/oneOf/0/ty\
pe",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}var j=m===s;j&&(n=!0,f=0);let d=s;if(Array.
isArray(r)){let a=r.length;for(let h=0;h<a;h++)if(typeof r[h]!="string"){let g={instancePath:p+"/files/"+i+"/m\
apping/roles/thought/"+h,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/t\
hought/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let a={instancePath:p+
"/files/"+i+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/\
properties/thought/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var j=d===
s;if(j&&n?(n=!1,f=[f,1]):j&&(n=!0,f=1),n)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:p+"/file\
s/"+i+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/proper\
ties/thought/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[a]:e.push(a),s++}}if(t.tools!==void 0){
let r=t.tools,l=s,n=!1,f=null,m=s;if(typeof r!="string"){let a={instancePath:p+"/files/"+i+"/mapping/roles/too\
ls",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf/0/type",keyword:"\
type",params:{type:"string"}};e===null?e=[a]:e.push(a),s++}var x=m===s;x&&(n=!0,f=0);let d=s;if(Array.isArray(
r)){let a=r.length;for(let h=0;h<a;h++)if(typeof r[h]!="string"){let g={instancePath:p+"/files/"+i+"/mapping/r\
oles/tools/"+h,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools/oneOf\
/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[g]:e.push(g),s++}}else{let a={instancePath:p+
"/files/"+i+"/mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pr\
operties/tools/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[a]:e.push(a),s++}var x=d===s;if(x&&
n?(n=!1,f=[f,1]):x&&(n=!0,f=1),n)s=l,e!==null&&(l?e.length=l:e=null);else{let a={instancePath:p+"/files/"+i+"/\
mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tools\
/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[a]:e.push(a),s++}}}else{let r={instancePath:p+"\
/files/"+i+"/mapping/roles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(o.call!==void 0){let t=o.call;if(t&&typeof t=="\
object"&&!Array.isArray(t)){for(let r in t)if(!(r==="name"||r==="arguments"||r==="id")){let l={instancePath:p+
"/files/"+i+"/mapping/call",schemaPath:"#/properties/files/items/properties/mapping/properties/call/additional\
Properties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[l]:e.push(l),s++}if(t.name!==
void 0&&typeof t.name!="string"){let r={instancePath:p+"/files/"+i+"/mapping/call/name",schemaPath:"#/properti\
es/files/items/properties/mapping/properties/call/properties/name/type",keyword:"type",params:{type:"string"}};
e===null?e=[r]:e.push(r),s++}if(t.arguments!==void 0&&typeof t.arguments!="string"){let r={instancePath:p+"/fi\
les/"+i+"/mapping/call/arguments",schemaPath:"#/properties/files/items/properties/mapping/properties/call/prop\
erties/arguments/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(t.id!==void 0&&typeof t.
id!="string"){let r={instancePath:p+"/files/"+i+"/mapping/call/id",schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/call/properties/id/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(
r),s++}}else{let r={instancePath:p+"/files/"+i+"/mapping/call",schemaPath:"#/properties/files/items/properties\
/mapping/properties/call/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(o.tool!==
void 0){let t=o.tool;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(!(r==="name"||r==="descrip\
tion"||r==="parameters")){let l={instancePath:p+"/files/"+i+"/mapping/tool",schemaPath:"#/properties/files/ite\
ms/properties/mapping/properties/tool/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[l]:e.push(l),s++}if(t.name!==void 0&&typeof t.name!="string"){let r={instancePath:p+"/files/"+i+"/\
mapping/tool/name",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/name/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(t.description!==void 0&&typeof t.description!=
"string"){let r={instancePath:p+"/files/"+i+"/mapping/tool/description",schemaPath:"#/properties/files/items/p\
roperties/mapping/properties/tool/properties/description/type",keyword:"type",params:{type:"string"}};e===null?
e=[r]:e.push(r),s++}if(t.parameters!==void 0&&typeof t.parameters!="string"){let r={instancePath:p+"/files/"+i+
"/mapping/tool/parameters",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/properties/\
parameters/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}}else{let r={instancePath:p+
"/files/"+i+"/mapping/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/tool/type",keyword:"\
type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(o.callsInText!==void 0){let t=o.callsInText;if(Array.
isArray(t)){let r=t.length;for(let l=0;l<r;l++){let n=t[l];if(!(n==="tags"||n==="fence"||n==="react"||n==="pyt\
hon")){let f={instancePath:p+"/files/"+i+"/mapping/callsInText/"+l,schemaPath:"#/properties/files/items/proper\
ties/mapping/properties/callsInText/items/enum",keyword:"enum",params:{allowedValues:U.properties.files.items.
properties.mapping.properties.callsInText.items.enum}};e===null?e=[f]:e.push(f),s++}}}else{let r={instancePath:p+
"/files/"+i+"/mapping/callsInText",schemaPath:"#/properties/files/items/properties/mapping/properties/callsInT\
ext/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),s++}}}else{let t={instancePath:p+"/fi\
les/"+i+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/type",keyword:"type",params:{type:"\
object"}};e===null?e=[t]:e.push(t),s++}}}else{let o={instancePath:p+"/files/"+i,schemaPath:"#/properties/files\
/items/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),s++}}}else{let u={instancePath:p+
"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type:"array"}};e===null?e=[u]:e.push(u),s++}}
if(w.rules!==void 0){let y=w.rules;if(y&&typeof y=="object"&&!Array.isArray(y))for(let u in y){let i=y[u];if(!(i===
"off"||i==="hint"||i==="warning"||i==="error")){let c={instancePath:p+"/rules/"+u.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/rules/additionalProperties/enum",keyword:"enum",params:{allowedValues:U.properties.
rules.additionalProperties.enum}};e===null?e=[c]:e.push(c),s++}}else{let u={instancePath:p+"/rules",schemaPath:"\
#/properties/rules/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),s++}}if(w.suppress!==
void 0){let y=w.suppress;if(Array.isArray(y)){let u=y.length;for(let i=0;i<u;i++){let c=y[i];if(c&&typeof c=="\
object"&&!Array.isArray(c)){if(c.codes===void 0){let o={instancePath:p+"/suppress/"+i,schemaPath:"#/properties\
/suppress/items/required",keyword:"required",params:{missingProperty:"codes"}};e===null?e=[o]:e.push(o),s++}for(let o in c)
if(!(o==="files"||o==="codes"||o==="ids"||o==="hashes"||o==="reason")){let t={instancePath:p+"/suppress/"+i,schemaPath:"\
#/properties/suppress/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:o}};
e===null?e=[t]:e.push(t),s++}if(c.files!==void 0){let o=c.files,t=s,r=!1,l=null,n=s;if(typeof o!="string"){let m={
instancePath:p+"/suppress/"+i+"/files",schemaPath:"#/properties/suppress/items/properties/files/oneOf/0/type",
keyword:"type",params:{type:"string"}};e===null?e=[m]:e.push(m),s++}var _=n===s;_&&(r=!0,l=0);let f=s;if(Array.
isArray(o)){let m=o.length;for(let d=0;d<m;d++)if(typeof o[d]!="string"){let a={instancePath:p+"/suppress/"+i+
"/files/"+d,schemaPath:"#/properties/suppress/items/properties/files/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[a]:e.push(a),s++}}else{let m={instancePath:p+"/suppress/"+i+"/files",schemaPath:"#\
/properties/suppress/items/properties/files/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[m]:
e.push(m),s++}var _=f===s;if(_&&r?(r=!1,l=[l,1]):_&&(r=!0,l=1),r)s=t,e!==null&&(t?e.length=t:e=null);else{let m={
instancePath:p+"/suppress/"+i+"/files",schemaPath:"#/properties/suppress/items/properties/files/oneOf",keyword:"\
oneOf",params:{passingSchemas:l}};e===null?e=[m]:e.push(m),s++}}if(c.codes!==void 0){let o=c.codes;if(Array.isArray(
o)){let t=o.length;for(let r=0;r<t;r++)if(typeof o[r]!="string"){let l={instancePath:p+"/suppress/"+i+"/codes/"+
r,schemaPath:"#/properties/suppress/items/properties/codes/items/type",keyword:"type",params:{type:"string"}};
e===null?e=[l]:e.push(l),s++}}else{let t={instancePath:p+"/suppress/"+i+"/codes",schemaPath:"#/properties/supp\
ress/items/properties/codes/type",keyword:"type",params:{type:"array"}};e===null?e=[t]:e.push(t),s++}}if(c.ids!==
void 0){let o=c.ids;if(Array.isArray(o)){let t=o.length;for(let r=0;r<t;r++){let l=o[r];if(typeof l!="string"&&
!(typeof l=="number"&&isFinite(l))){let n={instancePath:p+"/suppress/"+i+"/ids/"+r,schemaPath:"#/properties/su\
ppress/items/properties/ids/items/type",keyword:"type",params:{type:U.properties.suppress.items.properties.ids.
items.type}};e===null?e=[n]:e.push(n),s++}}}else{let t={instancePath:p+"/suppress/"+i+"/ids",schemaPath:"#/pro\
perties/suppress/items/properties/ids/type",keyword:"type",params:{type:"array"}};e===null?e=[t]:e.push(t),s++}}
if(c.hashes!==void 0){let o=c.hashes;if(Array.isArray(o)){let t=o.length;for(let r=0;r<t;r++)if(typeof o[r]!="\
string"){let l={instancePath:p+"/suppress/"+i+"/hashes/"+r,schemaPath:"#/properties/suppress/items/properties/\
hashes/items/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:e.push(l),s++}}else{let t={instancePath:p+
"/suppress/"+i+"/hashes",schemaPath:"#/properties/suppress/items/properties/hashes/type",keyword:"type",params:{
type:"array"}};e===null?e=[t]:e.push(t),s++}}if(c.reason!==void 0&&typeof c.reason!="string"){let o={instancePath:p+
"/suppress/"+i+"/reason",schemaPath:"#/properties/suppress/items/properties/reason/type",keyword:"type",params:{
type:"string"}};e===null?e=[o]:e.push(o),s++}}else{let o={instancePath:p+"/suppress/"+i,schemaPath:"#/properti\
es/suppress/items/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),s++}}}else{let u={instancePath:p+
"/suppress",schemaPath:"#/properties/suppress/type",keyword:"type",params:{type:"array"}};e===null?e=[u]:e.push(
u),s++}}if(w.baseline!==void 0&&typeof w.baseline!="string"){let y={instancePath:p+"/baseline",schemaPath:"#/p\
roperties/baseline/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}if(w.exclude!==void 0){
let y=w.exclude;if(Array.isArray(y)){let u=y.length;for(let i=0;i<u;i++)if(typeof y[i]!="string"){let c={instancePath:p+
"/exclude/"+i,schemaPath:"#/properties/exclude/items/type",keyword:"type",params:{type:"string"}};e===null?e=[
c]:e.push(c),s++}}else{let u={instancePath:p+"/exclude",schemaPath:"#/properties/exclude/type",keyword:"type",
params:{type:"array"}};e===null?e=[u]:e.push(u),s++}}}else{let y={instancePath:p,schemaPath:"#/type",keyword:"\
type",params:{type:"object"}};e===null?e=[y]:e.push(y),s++}return q.errors=e,s===0}export{I as validateConfig};
