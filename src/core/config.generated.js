// Made by tools/buildConfigValidator.mjs with ajv (MIT). Do not edit.
var j=k,w={$schema:"http://json-schema.org/draft-07/schema#",title:"Callsmith configuration",description:"How \
Callsmith checks the data sets in this folder and below. The nearest callsmith.config.json above a file counts\
.",type:"object",additionalProperties:!1,properties:{$schema:{type:"string",description:"Where this schema is \
found."},format:{type:"string",description:"Format of all data sets here, instead of the one that the file's e\
ntries vote for."},files:{type:"array",description:"Formats for some files. The first entry whose pattern matc\
hes counts.",items:{type:"object",additionalProperties:!1,required:["include","format"],properties:{include:{description:"\
Patterns relative to this folder: * and ? in a name, ** over folders, {a,b} for alternatives. A pattern withou\
t / matches in every folder.",oneOf:[{type:"string"},{type:"array",items:{type:"string"}}]},format:{type:"stri\
ng",description:"Format of these files."}}}},rules:{type:"object",description:"Severity of rules by their code\
.",additionalProperties:{enum:["off","hint","warning","error"]}},suppress:{type:"array",description:"Findings \
that are not told, each entry with the reason. An entry that matches nothing any more is reported when its fol\
der is checked.",items:{type:"object",additionalProperties:!1,required:["codes"],properties:{files:{description:"\
Patterns of the files that are meant, as in files; all data sets here when absent.",oneOf:[{type:"string"},{type:"\
array",items:{type:"string"}}]},codes:{type:"array",description:"Rules that are meant: codes, or areas such as\
 call.*.",items:{type:"string"}},ids:{type:"array",description:"Records that are meant, by their own id (id, _\
id, uuid, guid, sample_id, example_id, idx or index).",items:{type:["string","number"]}},hashes:{type:"array",
description:"Records that are meant, by a hash of their content: the quick fix writes it, and callsmith check \
--format json prints it (recordHash). Without ids and hashes, every record is meant.",items:{type:"string"}},reason:{
type:"string",description:"Why; for those who read this later."}}}},baseline:{type:"string",description:"A fil\
e of findings that are known and not told, below this folder; callsmith check --write-baseline writes it."},exclude:{
type:"array",description:"Patterns of files and folders that are passed over when a folder is checked.",items:{
type:"string"}}},$id:"config"};function k(d,{instancePath:p="",parentData:b,parentDataProperty:A,rootData:v=d}={}){
let e=null,r=0;if(d&&typeof d=="object"&&!Array.isArray(d)){for(let i in d)if(!(i==="$schema"||i==="format"||i===
"files"||i==="rules"||i==="suppress"||i==="baseline"||i==="exclude")){let l={instancePath:p,schemaPath:"#/addi\
tionalProperties",keyword:"additionalProperties",params:{additionalProperty:i}};e===null?e=[l]:e.push(l),r++}if(d.
$schema!==void 0&&typeof d.$schema!="string"){let i={instancePath:p+"/$schema",schemaPath:"#/properties/%24sch\
ema/type",keyword:"type",params:{type:"string"}};e===null?e=[i]:e.push(i),r++}if(d.format!==void 0&&typeof d.format!=
"string"){let i={instancePath:p+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type:"s\
tring"}};e===null?e=[i]:e.push(i),r++}if(d.files!==void 0){let i=d.files;if(Array.isArray(i)){let l=i.length;for(let t=0;t<
l;t++){let a=i[t];if(a&&typeof a=="object"&&!Array.isArray(a)){if(a.include===void 0){let s={instancePath:p+"/\
files/"+t,schemaPath:"#/properties/files/items/required",keyword:"required",params:{missingProperty:"include"}};
e===null?e=[s]:e.push(s),r++}if(a.format===void 0){let s={instancePath:p+"/files/"+t,schemaPath:"#/properties/\
files/items/required",keyword:"required",params:{missingProperty:"format"}};e===null?e=[s]:e.push(s),r++}for(let s in a)
if(!(s==="include"||s==="format")){let o={instancePath:p+"/files/"+t,schemaPath:"#/properties/files/items/addi\
tionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};e===null?e=[o]:e.push(o),r++}if(a.
include!==void 0){let s=a.include,o=r,n=!1,f=null,c=r;if(typeof s!="string"){let y={instancePath:p+"/files/"+t+
"/include",schemaPath:"#/properties/files/items/properties/include/oneOf/0/type",keyword:"type",params:{type:"\
string"}};e===null?e=[y]:e.push(y),r++}var m=c===r;m&&(n=!0,f=0);let P=r;if(Array.isArray(s)){let y=s.length;for(let h=0;h<
y;h++)if(typeof s[h]!="string"){let u={instancePath:p+"/files/"+t+"/include/"+h,schemaPath:"#/properties/files\
/items/properties/include/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),
r++}}else{let y={instancePath:p+"/files/"+t+"/include",schemaPath:"#/properties/files/items/properties/include\
/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[y]:e.push(y),r++}var m=P===r;if(m&&n?(n=!1,f=
[f,1]):m&&(n=!0,f=1),n)r=o,e!==null&&(o?e.length=o:e=null);else{let y={instancePath:p+"/files/"+t+"/include",schemaPath:"\
#/properties/files/items/properties/include/oneOf",keyword:"oneOf",params:{passingSchemas:f}};e===null?e=[y]:e.
push(y),r++}}if(a.format!==void 0&&typeof a.format!="string"){let s={instancePath:p+"/files/"+t+"/format",schemaPath:"\
#/properties/files/items/properties/format/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(
s),r++}}else{let s={instancePath:p+"/files/"+t,schemaPath:"#/properties/files/items/type",keyword:"type",params:{
type:"object"}};e===null?e=[s]:e.push(s),r++}}}else{let l={instancePath:p+"/files",schemaPath:"#/properties/fi\
les/type",keyword:"type",params:{type:"array"}};e===null?e=[l]:e.push(l),r++}}if(d.rules!==void 0){let i=d.rules;
if(i&&typeof i=="object"&&!Array.isArray(i))for(let l in i){let t=i[l];if(!(t==="off"||t==="hint"||t==="warnin\
g"||t==="error")){let a={instancePath:p+"/rules/"+l.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/prope\
rties/rules/additionalProperties/enum",keyword:"enum",params:{allowedValues:w.properties.rules.additionalProperties.
enum}};e===null?e=[a]:e.push(a),r++}}else{let l={instancePath:p+"/rules",schemaPath:"#/properties/rules/type",
keyword:"type",params:{type:"object"}};e===null?e=[l]:e.push(l),r++}}if(d.suppress!==void 0){let i=d.suppress;
if(Array.isArray(i)){let l=i.length;for(let t=0;t<l;t++){let a=i[t];if(a&&typeof a=="object"&&!Array.isArray(a)){
if(a.codes===void 0){let s={instancePath:p+"/suppress/"+t,schemaPath:"#/properties/suppress/items/required",keyword:"\
required",params:{missingProperty:"codes"}};e===null?e=[s]:e.push(s),r++}for(let s in a)if(!(s==="files"||s===
"codes"||s==="ids"||s==="hashes"||s==="reason")){let o={instancePath:p+"/suppress/"+t,schemaPath:"#/properties\
/suppress/items/additionalProperties",keyword:"additionalProperties",params:{additionalProperty:s}};e===null?e=
[o]:e.push(o),r++}if(a.files!==void 0){let s=a.files,o=r,n=!1,f=null,c=r;if(typeof s!="string"){let y={instancePath:p+
"/suppress/"+t+"/files",schemaPath:"#/properties/suppress/items/properties/files/oneOf/0/type",keyword:"type",
params:{type:"string"}};e===null?e=[y]:e.push(y),r++}var g=c===r;g&&(n=!0,f=0);let P=r;if(Array.isArray(s)){let y=s.
length;for(let h=0;h<y;h++)if(typeof s[h]!="string"){let u={instancePath:p+"/suppress/"+t+"/files/"+h,schemaPath:"\
#/properties/suppress/items/properties/files/oneOf/1/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[u]:e.push(u),r++}}else{let y={instancePath:p+"/suppress/"+t+"/files",schemaPath:"#/properties/suppress/item\
s/properties/files/oneOf/1/type",keyword:"type",params:{type:"array"}};e===null?e=[y]:e.push(y),r++}var g=P===
r;if(g&&n?(n=!1,f=[f,1]):g&&(n=!0,f=1),n)r=o,e!==null&&(o?e.length=o:e=null);else{let y={instancePath:p+"/supp\
ress/"+t+"/files",schemaPath:"#/properties/suppress/items/properties/files/oneOf",keyword:"oneOf",params:{passingSchemas:f}};
e===null?e=[y]:e.push(y),r++}}if(a.codes!==void 0){let s=a.codes;if(Array.isArray(s)){let o=s.length;for(let n=0;n<
o;n++)if(typeof s[n]!="string"){let f={instancePath:p+"/suppress/"+t+"/codes/"+n,schemaPath:"#/properties/supp\
ress/items/properties/codes/items/type",keyword:"type",params:{type:"string"}};e===null?e=[f]:e.push(f),r++}}else{
let o={instancePath:p+"/suppress/"+t+"/codes",schemaPath:"#/properties/suppress/items/properties/codes/type",keyword:"\
type",params:{type:"array"}};e===null?e=[o]:e.push(o),r++}}if(a.ids!==void 0){let s=a.ids;if(Array.isArray(s)){
let o=s.length;for(let n=0;n<o;n++){let f=s[n];if(typeof f!="string"&&!(typeof f=="number"&&isFinite(f))){let c={
instancePath:p+"/suppress/"+t+"/ids/"+n,schemaPath:"#/properties/suppress/items/properties/ids/items/type",keyword:"\
type",params:{type:w.properties.suppress.items.properties.ids.items.type}};e===null?e=[c]:e.push(c),r++}}}else{
let o={instancePath:p+"/suppress/"+t+"/ids",schemaPath:"#/properties/suppress/items/properties/ids/type",keyword:"\
type",params:{type:"array"}};e===null?e=[o]:e.push(o),r++}}if(a.hashes!==void 0){let s=a.hashes;if(Array.isArray(
s)){let o=s.length;for(let n=0;n<o;n++)if(typeof s[n]!="string"){let f={instancePath:p+"/suppress/"+t+"/hashes\
/"+n,schemaPath:"#/properties/suppress/items/properties/hashes/items/type",keyword:"type",params:{type:"string"}};
e===null?e=[f]:e.push(f),r++}}else{let o={instancePath:p+"/suppress/"+t+"/hashes",schemaPath:"#/properties/sup\
press/items/properties/hashes/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),r++}}if(a.reason!==
void 0&&typeof a.reason!="string"){let s={instancePath:p+"/suppress/"+t+"/reason",schemaPath:"#/properties/sup\
press/items/properties/reason/type",keyword:"type",params:{type:"string"}};e===null?e=[s]:e.push(s),r++}}else{
let s={instancePath:p+"/suppress/"+t,schemaPath:"#/properties/suppress/items/type",keyword:"type",params:{type:"\
object"}};e===null?e=[s]:e.push(s),r++}}}else{let l={instancePath:p+"/suppress",schemaPath:"#/properties/suppr\
ess/type",keyword:"type",params:{type:"array"}};e===null?e=[l]:e.push(l),r++}}if(d.baseline!==void 0&&typeof d.
baseline!="string"){let i={instancePath:p+"/baseline",schemaPath:"#/properties/baseline/type",keyword:"type",params:{
type:"string"}};e===null?e=[i]:e.push(i),r++}if(d.exclude!==void 0){let i=d.exclude;if(Array.isArray(i)){let l=i.
length;for(let t=0;t<l;t++)if(typeof i[t]!="string"){let a={instancePath:p+"/exclude/"+t,schemaPath:"#/propert\
ies/exclude/items/type",keyword:"type",params:{type:"string"}};e===null?e=[a]:e.push(a),r++}}else{let l={instancePath:p+
"/exclude",schemaPath:"#/properties/exclude/type",keyword:"type",params:{type:"array"}};e===null?e=[l]:e.push(
l),r++}}}else{let i={instancePath:p,schemaPath:"#/type",keyword:"type",params:{type:"object"}};e===null?e=[i]:
e.push(i),r++}return k.errors=e,r===0}export{j as validateConfig};
