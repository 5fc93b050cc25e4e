// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var x=w,b={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
Callsmith checks the data sets in this folder and below. The nearest callsmith.config.json above a file counts\
.",type:"object",additionalProperties:!1,properties:{$schema:{type:"string",description:"Where this schema is \
found."},format:{type:"string",description:"Format of all data sets here, instead of the one that the file's e\
ntries vote for."},targets:{type:"array",description:"What the data sets here are for: trainers, services, ben\
chmarks. Rules that depend on them are silent without.",items:{type:"string"}},files:{type:"array",description:"\
Formats and targets for some files. The first entry whose pattern matches and that says it counts.",items:{type:"\
object",additionalProperties:!1,required:["include"],anyOf:[{required:["format"]},{required:["targets"]}],properties:{
include:{description:"Patterns relative to this folder: * and ? in a name, ** over folders, {a,b} for alternat\
ives. A pattern without / matches in every folder.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},
format:{type:"string",description:"Format of these files."},targets:{type:"array",description:"Targets of thes\
e files.",items:{type:"string"}}}}},rules:{type:"object",description:"Severity of rules by their code.",additionalProperties:{
enum:["off","hint","warning","error"]}},exclude:{type:"array",description:"Patterns of files and folders that \
are passed over when a folder is checked.",items:{type:"string"}}},$id:"config"};function w(n,{instancePath:l="",
parentData:j,parentDataProperty:O,rootData:q=n}={}){let e=null,r=0;if(n&&typeof n=="object"&&!Array.isArray(n)){
for(let t in n)if(!(t==="$schema"||t==="format"||t==="targets"||t==="files"||t==="rules"||t==="exclude")){let o={
instancePath:l,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:t}};
e===null?e=[o]:e.push(o),r++}if(n.$schema!==void 0&&typeof n.$schema!="string"){let t={instancePath:l+"/$schem\
a",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),r++}
if(n.format!==void 0&&typeof n.format!="string"){let t={instancePath:l+"/format",schemaPath:"#/properties/form\
at/type",keyword:"type",params:{type:"string"}};e===null?e=[t]:e.push(t),r++}if(n.targets!==void 0){let t=n.targets;
if(Array.isArray(t)){let o=t.length;for(let s=0;s<o;s++)if(typeof t[s]!="string"){let a={instancePath:l+"/targ\
ets/"+s,schemaPath:"#/properties/targets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(
a),r++}}else{let o={instancePath:l+"/targets",schemaPath:"#/properties/targets/type",keyword:"type",params:{type:"\
array"}};e===null?e=[o]:e.push(o),r++}}if(n.files!==void 0){let t=n.files;if(Array.isArray(t)){let o=t.length;
for(let s=0;s<o;s++){let a=t[s],g=r,d=!1,k=r;if(a&&typeof a=="object"&&!Array.isArray(a)&&a.format===void 0){let i={
instancePath:l+"/files/"+s,schemaPath:"#/properties/files/items/anyOf/0/required",keyword:"required",params:{missingProperty:"\
format"}};e===null?e=[i]:e.push(i),r++}var m=k===r;if(d=d||m,!d){let i=r;if(a&&typeof a=="object"&&!Array.isArray(
a)&&a.targets===void 0){let p={instancePath:l+"/files/"+s,schemaPath:"#/properties/files/items/anyOf/1/require\
d",keyword:"required",params:{missingProperty:"targets"}};e===null?e=[p]:e.push(p),r++}var m=i===r;d=d||m}if(d)
r=g,e!==null&&(g?e.length=g:e=null);else{let i={instancePath:l+"/files/"+s,schemaPath:"#/properties/files/item\
s/anyOf",keyword:"anyOf",params:{}};e===null?e=[i]:e.push(i),r++}if(a&&typeof a=="object"&&!Array.isArray(a)){
if(a.include===void 0){let i={instancePath:l+"/files/"+s,schemaPath:"#/properties/files/items/required",keyword:"\
required",params:{missingProperty:"include"}};e===null?e=[i]:e.push(i),r++}for(let i in a)if(!(i==="include"||
i==="format"||i==="targets")){let f={instancePath:l+"/files/"+s,schemaPath:"#/properties/files/items/additiona\
lProperties",keyword:"additionalProperties",params:{additionalProperty:i}};e===null?e=[f]:e.push(f),r++}if(a.include!==
void 0){let i=a.include,f=r,p=!1,c=null,A=r;if(typeof i!="string"){let y={instancePath:l+"/files/"+s+"/include",
schemaPath:"#/properties/files/items/properties/include/oneOf/0/type",keyword:"type",params:{type:"string"}};e===
null?e=[y]:e.push(y),r++}var h=A===r;h&&(p=!0,c=0);let v=r;if(Array.isArray(i)){let y=i.length;for(let u=0;u<y;u++)
if(typeof i[u]!="string"){let P={instancePath:l+"/files/"+s+"/include/"+u,schemaPath:"#/properties/files/items\
/properties/include/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[P]:e.push(P),r++}}else{
let y={instancePath:l+"/files/"+s+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf/1/t\
ype",keyword:"type",params:{type:"array"}};e===null?e=[y]:e.push(y),r++}var h=v===r;if(h&&p?(p=!1,c=[c,1]):h&&
(p=!0,c=1),p)r=f,e!==null&&(f?e.length=f:e=null);else{let y={instancePath:l+"/files/"+s+"/include",schemaPath:"\
#/properties/files/items/properties/include/oneOf",keyword:"oneOf",params:{passingSchemas:c}};e===null?e=[y]:e.
push(y),r++}}if(a.format!==void 0&&typeof a.format!="string"){let i={instancePath:l+"/files/"+s+"/format",schemaPath:"\
#/properties/files/items/properties/format/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(
i),r++}if(a.targets!==void 0){let i=a.targets;if(Array.isArray(i)){let f=i.length;for(let p=0;p<f;p++)if(typeof i[p]!=
"string"){let c={instancePath:l+"/files/"+s+"/targets/"+p,schemaPath:"#/properties/files/items/properties/targ\
ets/items/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),r++}}else{let f={instancePath:l+
"/files/"+s+"/targets",schemaPath:"#/properties/files/items/properties/targets/type",keyword:"type",params:{type:"\
array"}};e===null?e=[f]:e.push(f),r++}}}else{let i={instancePath:l+"/files/"+s,schemaPath:"#/properties/files/\
items/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),r++}}}else{let o={instancePath:l+"\
/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),r++}}
if(n.rules!==void 0){let t=n.rules;if(t&&typeof t=="object"&&!Array.isArray(t))for(let o in t){let s=t[o];if(!(s===
"off"||s==="hint"||s==="warning"||s==="error")){let a={instancePath:l+"/rules/"+o.replace(/~/g,"~0").replace(/\//g,
"~1"),schemaPath:"#/properties/rules/additionalProperties/enum",keyword:"enum",params:{allowedValues:b.properties.
rules.additionalProperties.enum}};e===null?e=[a]:e.push(a),r++}}else{let o={instancePath:l+"/rules",schemaPath:"\
#/properties/rules/type",keyword:"type",params:{type:"object"}};e===null?e=[o]:e.push(o),r++}}if(n.exclude!==void 0){
let t=n.exclude;if(Array.isArray(t)){let o=t.length;for(let s=0;s<o;s++)if(typeof t[s]!="string"){let a={instancePath:l+
"/exclude/"+s,schemaPath:"#/properties/exclude/items/type",keyword:"type",params:{type:"string"}};e===null?e=[
a]:e.push(a),r++}}else{let o={instancePath:l+"/exclude",schemaPath:"#/properties/exclude/type",keyword:"type",
params:{type:"array"}};e===null?e=[o]:e.push(o),r++}}}else{let t={instancePath:l,schemaPath:"#/type",keyword:"\
type",params:{type:"object"}};e===null?e=[t]:e.push(t),r++}return w.errors=e,r===0}export{x as validateConfig};
