// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var I=U,_={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
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
f","hint","warning","error"]}},exclude:{type:"array",description:"Patterns of files and folders that are passe\
d over when a folder is checked.",items:{type:"string"}}},$id:"config"},S=Object.prototype.hasOwnProperty;function U(w,{
instancePath:o="",parentData:T,parentDataProperty:q,rootData:C=w}={}){let e=null,s=0;if(w&&typeof w=="object"&&
!Array.isArray(w)){for(let y in w)if(!(y==="$schema"||y==="format"||y==="files"||y==="rules"||y==="exclude")){
let u={instancePath:o,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:y}};
e===null?e=[u]:e.push(u),s++}if(w.$schema!==void 0&&typeof w.$schema!="string"){let y={instancePath:o+"/$schem\
a",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}
if(w.format!==void 0&&typeof w.format!="string"){let y={instancePath:o+"/format",schemaPath:"#/properties/form\
at/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),s++}if(w.files!==void 0){let y=w.files;
if(Array.isArray(y)){let u=y.length;for(let p=0;p<u;p++){let d=y[p];if(d&&typeof d=="object"&&!Array.isArray(d)){
if(d.include===void 0){let l={instancePath:o+"/files/"+p,schemaPath:"#/properties/files/items/required",keyword:"\
required",params:{missingProperty:"include"}};e===null?e=[l]:e.push(l),s++}for(let l in d)if(!(l==="include"||
l==="format"||l==="mapping")){let t={instancePath:o+"/files/"+p,schemaPath:"#/properties/files/items/additiona\
lProperties",keyword:"additionalProperties",params:{additionalProperty:l}};e===null?e=[t]:e.push(t),s++}if(d.include!==
void 0){let l=d.include,t=s,r=!1,n=null,a=s;if(typeof l!="string"){let c={instancePath:o+"/files/"+p+"/include",
schemaPath:"#/properties/files/items/properties/include/oneOf/0/type",keyword:"type",params:{type:"string"}};e===
null?e=[c]:e.push(c),s++}var P=a===s;P&&(r=!0,n=0);let f=s;if(Array.isArray(l)){let c=l.length;for(let g=0;g<c;g++)
if(typeof l[g]!="string"){let i={instancePath:o+"/files/"+p+"/include/"+g,schemaPath:"#/properties/files/items\
/properties/include/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),s++}}else{
let c={instancePath:o+"/files/"+p+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf/1/t\
ype",keyword:"type",params:{type:"array"}};e===null?e=[c]:e.push(c),s++}var P=f===s;if(P&&r?(r=!1,n=[n,1]):P&&
(r=!0,n=1),r)s=t,e!==null&&(t?e.length=t:e=null);else{let c={instancePath:o+"/files/"+p+"/include",schemaPath:"\
#/properties/files/items/properties/include/oneOf",keyword:"oneOf",params:{passingSchemas:n}};e===null?e=[c]:e.
push(c),s++}}if(d.format!==void 0&&typeof d.format!="string"){let l={instancePath:o+"/files/"+p+"/format",schemaPath:"\
#/properties/files/items/properties/format/type",keyword:"type",params:{type:"string"}};e===null?e=[l]:e.push(
l),s++}if(d.mapping!==void 0){let l=d.mapping;if(l&&typeof l=="object"&&!Array.isArray(l)){for(let t in l)if(!S.
call(_.properties.files.items.properties.mapping.properties,t)){let r={instancePath:o+"/files/"+p+"/mapping",schemaPath:"\
#/properties/files/items/properties/mapping/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};
e===null?e=[r]:e.push(r),s++}if(l.messages!==void 0&&typeof l.messages!="string"){let t={instancePath:o+"/file\
s/"+p+"/mapping/messages",schemaPath:"#/properties/files/items/properties/mapping/properties/messages/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(l.system!==void 0&&typeof l.system!="string"){let t={
instancePath:o+"/files/"+p+"/mapping/system",schemaPath:"#/properties/files/items/properties/mapping/propertie\
s/system/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(l.tools!==void 0&&typeof l.
tools!="string"){let t={instancePath:o+"/files/"+p+"/mapping/tools",schemaPath:"#/properties/files/items/prope\
rties/mapping/properties/tools/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(l.
query!==void 0&&typeof l.query!="string"){let t={instancePath:o+"/files/"+p+"/mapping/query",schemaPath:"#/pro\
perties/files/items/properties/mapping/properties/query/type",keyword:"type",params:{type:"string"}};e===null?
e=[t]:e.push(t),s++}if(l.answer!==void 0&&typeof l.answer!="string"){let t={instancePath:o+"/files/"+p+"/mappi\
ng/answer",schemaPath:"#/properties/files/items/properties/mapping/properties/answer/type",keyword:"type",params:{
type:"string"}};e===null?e=[t]:e.push(t),s++}if(l.role!==void 0&&typeof l.role!="string"){let t={instancePath:o+
"/files/"+p+"/mapping/role",schemaPath:"#/properties/files/items/properties/mapping/properties/role/type",keyword:"\
type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(l.content!==void 0&&typeof l.content!="string"){
let t={instancePath:o+"/files/"+p+"/mapping/content",schemaPath:"#/properties/files/items/properties/mapping/p\
roperties/content/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),s++}if(l.calls!==void 0&&
typeof l.calls!="string"){let t={instancePath:o+"/files/"+p+"/mapping/calls",schemaPath:"#/properties/files/it\
ems/properties/mapping/properties/calls/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),
s++}if(l.thought!==void 0&&typeof l.thought!="string"){let t={instancePath:o+"/files/"+p+"/mapping/thought",schemaPath:"\
#/properties/files/items/properties/mapping/properties/thought/type",keyword:"type",params:{type:"string"}};e===
null?e=[t]:e.push(t),s++}if(l.roles!==void 0){let t=l.roles;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)
if(!(r==="system"||r==="user"||r==="assistant"||r==="call"||r==="tool"||r==="thought"||r==="tools")){let n={instancePath:o+
"/files/"+p+"/mapping/roles",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/addition\
alProperties",keyword:"additionalProperties",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),s++}if(t.
system!==void 0){let r=t.system,n=s,a=!1,f=null,c=s;if(typeof r!="string"){let i={instancePath:o+"/files/"+p+"\
/mapping/roles/system",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/sys\
tem/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),s++}var k=c===s;k&&(a=!0,f=0);
let g=s;if(Array.isArray(r)){let i=r.length;for(let m=0;m<i;m++)if(typeof r[m]!="string"){let h={instancePath:o+
"/files/"+p+"/mapping/roles/system/"+m,schemaPath:"#/properties/files/items/properties/mapping/properties/role\
s/properties/system/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),s++}}else{
let i={instancePath:o+"/files/"+p+"/mapping/roles/system",schemaPath:"#/properties/files/items/properties/mapp\
ing/properties/roles/properties/system/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[i]:e.push(
i),s++}var k=g===s;if(k&&a?(a=!1,f=[f,1]):k&&(a=!0,f=1),a)s=n,e!==null&&(n?e.length=n:e=null);else{let i={instancePath:o+
"/files/"+p+"/mapping/roles/system",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/p\
roperties/system/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[i]:e.push(i),s++}}if(t.user!==void 0){
let r=t.user,n=s,a=!1,f=null,c=s;if(typeof r!="string"){let i={instancePath:o+"/files/"+p+"/mapping/roles/user",
schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/user/oneOf/0/type",keyword:"\
type",params:{type:"string"}};e===null?e=[i]:e.push(i),s++}var O=c===s;O&&(a=!0,f=0);let g=s;if(Array.isArray(
r)){let i=r.length;for(let m=0;m<i;m++)if(typeof r[m]!="string"){let h={instancePath:o+"/files/"+p+"/mapping/r\
oles/user/"+m,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/user/oneOf/1\
/items/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),s++}}else{let i={instancePath:o+"\
/files/"+p+"/mapping/roles/user",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/prop\
erties/user/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[i]:e.push(i),s++}var O=g===s;if(O&&
a?(a=!1,f=[f,1]):O&&(a=!0,f=1),a)s=n,e!==null&&(n?e.length=n:e=null);else{let i={instancePath:o+"/files/"+p+"/\
mapping/roles/user",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/user/o\
neOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[i]:e.push(i),s++}}if(t.assistant!==void 0){let r=t.
assistant,n=s,a=!1,f=null,c=s;if(typeof r!="string"){let i={instancePath:o+"/files/"+p+"/mapping/roles/assista\
nt",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/assistant/oneOf/0/type",
keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),s++}var A=c===s;A&&(a=!0,f=0);let g=s;if(Array.
isArray(r)){let i=r.length;for(let m=0;m<i;m++)if(typeof r[m]!="string"){let h={instancePath:o+"/files/"+p+"/m\
apping/roles/assistant/"+m,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties\
/assistant/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),s++}}else{let i={
instancePath:o+"/files/"+p+"/mapping/roles/assistant",schemaPath:"#/properties/files/items/properties/mapping/\
properties/roles/properties/assistant/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[i]:e.push(
i),s++}var A=g===s;if(A&&a?(a=!1,f=[f,1]):A&&(a=!0,f=1),a)s=n,e!==null&&(n?e.length=n:e=null);else{let i={instancePath:o+
"/files/"+p+"/mapping/roles/assistant",schemaPath:"#/properties/files/items/properties/mapping/properties/role\
s/properties/assistant/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[i]:e.push(i),s++}}if(t.call!==
void 0){let r=t.call,n=s,a=!1,f=null,c=s;if(typeof r!="string"){let i={instancePath:o+"/files/"+p+"/mapping/ro\
les/call",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/call/oneOf/0/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),s++}var v=c===s;v&&(a=!0,f=0);let g=s;if(Array.
isArray(r)){let i=r.length;for(let m=0;m<i;m++)if(typeof r[m]!="string"){let h={instancePath:o+"/files/"+p+"/m\
apping/roles/call/"+m,schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/call\
/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:e.push(h),s++}}else{let i={instancePath:o+
"/files/"+p+"/mapping/roles/call",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/pro\
perties/call/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[i]:e.push(i),s++}var v=g===s;if(v&&
a?(a=!1,f=[f,1]):v&&(a=!0,f=1),a)s=n,e!==null&&(n?e.length=n:e=null);else{let i={instancePath:o+"/files/"+p+"/\
mapping/roles/call",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/call/o\
neOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[i]:e.push(i),s++}}if(t.tool!==void 0){let r=t.tool,
n=s,a=!1,f=null,c=s;if(typeof r!="string"){let i={instancePath:o+"/files/"+p+"/mapping/roles/tool",schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/tool/oneOf/0/type",keyword:"type",params:{
type:"string"}};e===null?e=[i]:e.push(i),s++}var b=c===s;b&&(a=!0,f=0);let g=s;if(Array.isArray(r)){let i=r.length;
for(let m=0;m<i;m++)if(typeof r[m]!="string"){let h={instancePath:o+"/files/"+p+"/mapping/roles/tool/"+m,schemaPath:"\
#/properties/files/items/properties/mapping/properties/roles/properties/tool/oneOf/1/items/type",keyword:"type",
params:{type:"string"}};e===null?e=[h]:e.push(h),s++}}else{let i={instancePath:o+"/files/"+p+"/mapping/roles/t\
ool",schemaPath:"#/properties/files/items/properties/mapping/properties/roles/properties/tool/oneOf/1/type",keyword:"\
type",params:{type:"array"}};e===null?e=[i]:e.push(i),s++}var b=g===s;if(b&&a?(a=!1,f=[f,1]):b&&(a=!0,f=1),a)s=
n,e!==null&&(n?e.length=n:e=null);else{let i={instancePath:o+"/files/"+p+"/mapping/roles/tool",schemaPath:"#/p\
roperties/files/items/properties/mapping/properties/roles/properties/tool/oneOf",keyword:"oneOf",params:{passingSchemas:f}};
e===null?e=[i]:e.push(i),s++}}if(t.thought!==void 0){let r=t.thought,n=s,a=!1,f=null,c=s;if(typeof r!="string"){
let i={instancePath:o+"/files/"+p+"/mapping/roles/thought",schemaPath:"#/properties/files/items/properties/map\
ping/properties/roles/properties/thought/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.
push(i),s++}var j=c===s;j&&(a=!0,f=0);let g=s;if(Array.isArray(r)){let i=r.length;for(let m=0;m<i;m++)if(typeof r[m]!=
"string"){let h={instancePath:o+"/files/"+p+"/mapping/roles/thought/"+m,schemaPath:"#/properties/files/items/p\
roperties/mapping/properties/roles/properties/thought/oneOf/1/items/type",keyword:"type",params:{type:"string"}};
e===null?e=[h]:e.push(h),s++}}else{let i={instancePath:o+"/files/"+p+"/mapping/roles/thought",schemaPath:"#/pr\
operties/files/items/properties/mapping/properties/roles/properties/thought/oneOf/1/type",keyword:"type",params:{
type:"array"}};e===null?e=[i]:e.push(i),s++}var j=g===s;if(j&&a?(a=!1,f=[f,1]):j&&(a=!0,f=1),a)s=n,e!==null&&(n?
e.length=n:e=null);else{let i={instancePath:o+"/files/"+p+"/mapping/roles/thought",schemaPath:"#/properties/fi\
les/items/properties/mapping/properties/roles/properties/thought/oneOf",keyword:"oneOf",params:{passingSchemas:f}};
e===null?e=[i]:e.push(i),s++}}if(t.tools!==void 0){let r=t.tools,n=s,a=!1,f=null,c=s;if(typeof r!="string"){let i={
instancePath:o+"/files/"+p+"/mapping/roles/tools",schemaPath:"#/properties/files/items/properties/mapping/prop\
erties/roles/properties/tools/oneOf/0/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),s++}
var x=c===s;x&&(a=!0,f=0);let g=s;if(Array.isArray(r)){let i=r.length;for(let m=0;m<i;m++)if(typeof r[m]!="str\
ing"){let h={instancePath:o+"/files/"+p+"/mapping/roles/tools/"+m,schemaPath:"#/properties/files/items/propert\
ies/mapping/properties/roles/properties/tools/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[h]:e.push(h),s++}}else{let i={instancePath:o+"/files/"+p+"/mapping/roles/tools",schemaPath:"#/properties/fi\
les/items/properties/mapping/properties/roles/properties/tools/oneOf/1/type",keyword:"type",params:{type:"arra\
y"}};e===null?e=[i]:e.push(i),s++}var x=g===s;if(x&&a?(a=!1,f=[f,1]):x&&(a=!0,f=1),a)s=n,e!==null&&(n?e.length=
n:e=null);else{let i={instancePath:o+"/files/"+p+"/mapping/roles/tools",schemaPath:"#/properties/files/items/p\
roperties/mapping/properties/roles/properties/tools/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?
e=[i]:e.push(i),s++}}}else{let r={instancePath:o+"/files/"+p+"/mapping/roles",schemaPath:"#/properties/files/i\
tems/properties/mapping/properties/roles/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),
s++}}if(l.call!==void 0){let t=l.call;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)if(!(r==="na\
me"||r==="arguments"||r==="id")){let n={instancePath:o+"/files/"+p+"/mapping/call",schemaPath:"#/properties/fi\
les/items/properties/mapping/properties/call/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[n]:e.push(n),s++}if(t.name!==void 0&&typeof t.name!="string"){let r={instancePath:o+"/files/"+p+"/\
mapping/call/name",schemaPath:"#/properties/files/items/properties/mapping/properties/call/properties/name/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(t.arguments!==void 0&&typeof t.arguments!=
"string"){let r={instancePath:o+"/files/"+p+"/mapping/call/arguments",schemaPath:"#/properties/files/items/pro\
perties/mapping/properties/call/properties/arguments/type",keyword:"type",params:{type:"string"}};e===null?e=[
r]:e.push(r),s++}if(t.id!==void 0&&typeof t.id!="string"){let r={instancePath:o+"/files/"+p+"/mapping/call/id",
schemaPath:"#/properties/files/items/properties/mapping/properties/call/properties/id/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),s++}}else{let r={instancePath:o+"/files/"+p+"/mapping/call",schemaPath:"\
#/properties/files/items/properties/mapping/properties/call/type",keyword:"type",params:{type:"object"}};e===null?
e=[r]:e.push(r),s++}}if(l.tool!==void 0){let t=l.tool;if(t&&typeof t=="object"&&!Array.isArray(t)){for(let r in t)
if(!(r==="name"||r==="description"||r==="parameters")){let n={instancePath:o+"/files/"+p+"/mapping/tool",schemaPath:"\
#/properties/files/items/properties/mapping/properties/tool/additionalProperties",keyword:"additionalPropertie\
s",params:{additionalProperty:r}};e===null?e=[n]:e.push(n),s++}if(t.name!==void 0&&typeof t.name!="string"){let r={
instancePath:o+"/files/"+p+"/mapping/tool/name",schemaPath:"#/properties/files/items/properties/mapping/proper\
ties/tool/properties/name/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}if(t.description!==
void 0&&typeof t.description!="string"){let r={instancePath:o+"/files/"+p+"/mapping/tool/description",schemaPath:"\
#/properties/files/items/properties/mapping/properties/tool/properties/description/type",keyword:"type",params:{
type:"string"}};e===null?e=[r]:e.push(r),s++}if(t.parameters!==void 0&&typeof t.parameters!="string"){let r={instancePath:o+
"/files/"+p+"/mapping/tool/parameters",schemaPath:"#/properties/files/items/properties/mapping/properties/tool\
/properties/parameters/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),s++}}else{let r={
instancePath:o+"/files/"+p+"/mapping/tool",schemaPath:"#/properties/files/items/properties/mapping/properties/\
tool/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),s++}}if(l.callsInText!==void 0){let t=l.
callsInText;if(Array.isArray(t)){let r=t.length;for(let n=0;n<r;n++){let a=t[n];if(!(a==="tags"||a==="fence"||
a==="react"||a==="python")){let f={instancePath:o+"/files/"+p+"/mapping/callsInText/"+n,schemaPath:"#/properti\
es/files/items/properties/mapping/properties/callsInText/items/enum",keyword:"enum",params:{allowedValues:_.properties.
files.items.properties.mapping.properties.callsInText.items.enum}};e===null?e=[f]:e.push(f),s++}}}else{let r={
instancePath:o+"/files/"+p+"/mapping/callsInText",schemaPath:"#/properties/files/items/properties/mapping/prop\
erties/callsInText/type",keyword:"type",params:{type:"array"}};e===null?e=[r]:e.push(r),s++}}}else{let t={instancePath:o+
"/files/"+p+"/mapping",schemaPath:"#/properties/files/items/properties/mapping/type",keyword:"type",params:{type:"\
object"}};e===null?e=[t]:e.push(t),s++}}}else{let l={instancePath:o+"/files/"+p,schemaPath:"#/properties/files\
/items/type",keyword:"type",params:{type:"object"}};e===null?e=[l]:e.push(l),s++}}}else{let u={instancePath:o+
"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type:"array"}};e===null?e=[u]:e.push(u),s++}}
if(w.rules!==void 0){let y=w.rules;if(y&&typeof y=="object"&&!Array.isArray(y))for(let u in y){let p=y[u];if(!(p===
"off"||p==="hint"||p==="warning"||p==="error")){let d={instancePath:o+"/rules/"+u.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/rules/additionalProperties/enum",keyword:"enum",params:{allowedValues:_.properties.
rules.additionalProperties.enum}};e===null?e=[d]:e.push(d),s++}}else{let u={instancePath:o+"/rules",schemaPath:"\
#/properties/rules/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),s++}}if(w.exclude!==void 0){
let y=w.exclude;if(Array.isArray(y)){let u=y.length;for(let p=0;p<u;p++)if(typeof y[p]!="string"){let d={instancePath:o+
"/exclude/"+p,schemaPath:"#/properties/exclude/items/type",keyword:"type",params:{type:"string"}};e===null?e=[
d]:e.push(d),s++}}else{let u={instancePath:o+"/exclude",schemaPath:"#/properties/exclude/type",keyword:"type",
params:{type:"array"}};e===null?e=[u]:e.push(u),s++}}}else{let y={instancePath:o,schemaPath:"#/type",keyword:"\
type",params:{type:"object"}};e===null?e=[y]:e.push(y),s++}return U.errors=e,s===0}export{I as validateConfig};
