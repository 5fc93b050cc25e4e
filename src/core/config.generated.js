// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var A=m,w={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
Callsmith checks the data sets in this folder and below. The nearest callsmith.config.json above a file counts\
.",type:"object",additionalProperties:!1,properties:{$schema:{type:"string",description:"Where this schema is \
found."},format:{type:"string",description:"Format of all data sets here, instead of the one that the file's e\
ntries vote for."},files:{type:"array",description:"Formats for some files. The first entry whose pattern matc\
hes counts.",items:{type:"object",additionalProperties:!1,required:["include","format"],properties:{include:{description:"\
Patterns relative to this folder: * and ? in a name, ** over folders, {a,b} for alternatives. A pattern withou\
t / matches in every folder.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},format:{type:"stri\
ng",description:"Format of these files."}}}},rules:{type:"object",description:"Severity of rules by their code\
.",additionalProperties:{enum:["off","hint","warning","error"]}},exclude:{type:"array",description:"Patterns o\
f files and folders that are passed over when a folder is checked.",items:{type:"string"}}},$id:"config"};function m(n,{
instancePath:o="",parentData:k,parentDataProperty:b,rootData:v=n}={}){let e=null,t=0;if(n&&typeof n=="object"&&
!Array.isArray(n)){for(let r in n)if(!(r==="$schema"||r==="format"||r==="files"||r==="rules"||r==="exclude")){
let l={instancePath:o,schemaPath:"#/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:r}};
e===null?e=[l]:e.push(l),t++}if(n.$schema!==void 0&&typeof n.$schema!="string"){let r={instancePath:o+"/$schem\
a",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),t++}
if(n.format!==void 0&&typeof n.format!="string"){let r={instancePath:o+"/format",schemaPath:"#/properties/form\
at/type",keyword:"type",params:{type:"string"}};e===null?e=[r]:e.push(r),t++}if(n.files!==void 0){let r=n.files;
if(Array.isArray(r)){let l=r.length;for(let s=0;s<l;s++){let a=r[s];if(a&&typeof a=="object"&&!Array.isArray(a)){
if(a.include===void 0){let i={instancePath:o+"/files/"+s,schemaPath:"#/properties/files/items/required",keyword:"\
required",params:{missingProperty:"include"}};e===null?e=[i]:e.push(i),t++}if(a.format===void 0){let i={instancePath:o+
"/files/"+s,schemaPath:"#/properties/files/items/required",keyword:"required",params:{missingProperty:"format"}};
e===null?e=[i]:e.push(i),t++}for(let i in a)if(!(i==="include"||i==="format")){let f={instancePath:o+"/files/"+
s,schemaPath:"#/properties/files/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:i}};
e===null?e=[f]:e.push(f),t++}if(a.include!==void 0){let i=a.include,f=t,c=!1,d=null,g=t;if(typeof i!="string"){
let p={instancePath:o+"/files/"+s+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf/0/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),t++}var y=g===t;y&&(c=!0,d=0);let P=t;if(Array.
isArray(i)){let p=i.length;for(let u=0;u<p;u++)if(typeof i[u]!="string"){let h={instancePath:o+"/files/"+s+"/i\
nclude/"+u,schemaPath:"#/properties/files/items/properties/include/oneOf/1/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[h]:e.push(h),t++}}else{let p={instancePath:o+"/files/"+s+"/include",schemaPath:"#/\
properties/files/items/properties/include/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[p]:e.
push(p),t++}var y=P===t;if(y&&c?(c=!1,d=[d,1]):y&&(c=!0,d=1),c)t=f,e!==null&&(f?e.length=f:e=null);else{let p={
instancePath:o+"/files/"+s+"/include",schemaPath:"#/properties/files/items/properties/include/oneOf",keyword:"\
oneOf",params:{passingSchemas:d}};e===null?e=[p]:e.push(p),t++}}if(a.format!==void 0&&typeof a.format!="string"){
let i={instancePath:o+"/files/"+s+"/format",schemaPath:"#/properties/files/items/properties/format/type",keyword:"\
type",params:{type:"string"}};e===null?e=[i]:e.push(i),t++}}else{let i={instancePath:o+"/files/"+s,schemaPath:"\
#/properties/files/items/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:e.push(i),t++}}}else{let l={
instancePath:o+"/files",schemaPath:"#/properties/files/type",keyword:"type",params:{type:"array"}};e===null?e=
[l]:e.push(l),t++}}if(n.rules!==void 0){let r=n.rules;if(r&&typeof r=="object"&&!Array.isArray(r))for(let l in r){
let s=r[l];if(!(s==="off"||s==="hint"||s==="warning"||s==="error")){let a={instancePath:o+"/rules/"+l.replace(
/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/rules/additionalProperties/enum",keyword:"enum",params:{
allowedValues:w.properties.rules.additionalProperties.enum}};e===null?e=[a]:e.push(a),t++}}else{let l={instancePath:o+
"/rules",schemaPath:"#/properties/rules/type",keyword:"type",params:{type:"object"}};e===null?e=[l]:e.push(l),
t++}}if(n.exclude!==void 0){let r=n.exclude;if(Array.isArray(r)){let l=r.length;for(let s=0;s<l;s++)if(typeof r[s]!=
"string"){let a={instancePath:o+"/exclude/"+s,schemaPath:"#/properties/exclude/items/type",keyword:"type",params:{
type:"string"}};e===null?e=[a]:e.push(a),t++}}else{let l={instancePath:o+"/exclude",schemaPath:"#/properties/e\
xclude/type",keyword:"type",params:{type:"array"}};e===null?e=[l]:e.push(l),t++}}}else{let r={instancePath:o,schemaPath:"\
#/type",keyword:"type",params:{type:"object"}};e===null?e=[r]:e.push(r),t++}return m.errors=e,t===0}export{A as validateConfig};
