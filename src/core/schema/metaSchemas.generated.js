// Made by tools/buildMetaSchemas.mjs with ajv (MIT) and ajv-draft-04 (MIT). Do not edit.
function ce(r,n){if(r===n)return!0;if(typeof r!="object"||typeof n!="object"||r===null||n===null||Array.isArray(
r)!==Array.isArray(n))return!1;let D=Object.keys(r);return D.length!==Object.keys(n).length?!1:D.every(N=>Object.
hasOwn(n,N)&&ce(r[N],n[N]))}var Ye=L;var Be={enum:["array","boolean","integer","null","number","object","string"]};function oe(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r}={}){let t=null,e=0;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r))){let i={instancePath:n,schemaPath:"#/definitions/positiveInteger/type",keyword:"t\
ype",params:{type:"integer"}};t===null?t=[i]:t.push(i),e++}if(typeof r=="number"&&(r<0||isNaN(r))){let i={instancePath:n,
schemaPath:"#/definitions/positiveInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};t===null?
t=[i]:t.push(i),e++}return oe.errors=t,e===0}var Ve={validate:L};function J(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r}={}){let t=null,
e=0;if(Array.isArray(r)){if(r.length<1){let d={instancePath:n,schemaPath:"#/minItems",keyword:"minItems",params:{
limit:1}};t===null?t=[d]:t.push(d),e++}let i=r.length;for(let d=0;d<i;d++)Ve.validate(r[d],{instancePath:n+"/"+
d,parentData:r,parentDataProperty:d,rootData:f})||(t=t===null?Ve.validate.errors:t.concat(Ve.validate.errors),
e=t.length)}else{let i={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:"array"}};t===null?t=[i]:
t.push(i),e++}return J.errors=t,e===0}var Ge=ce;function L(r,{instancePath:n="",parentData:D,parentDataProperty:N,
rootData:f=r}={}){let t=null,e=0;if(r&&typeof r=="object"&&!Array.isArray(r)){if(r.exclusiveMaximum!==void 0&&
r.maximum===void 0){let a={instancePath:n,schemaPath:"#/dependencies",keyword:"dependencies",params:{property:"\
exclusiveMaximum",missingProperty:"maximum",depsCount:1,deps:"maximum"}};t===null?t=[a]:t.push(a),e++}if(r.exclusiveMinimum!==
void 0&&r.minimum===void 0){let a={instancePath:n,schemaPath:"#/dependencies",keyword:"dependencies",params:{property:"\
exclusiveMinimum",missingProperty:"minimum",depsCount:1,deps:"minimum"}};t===null?t=[a]:t.push(a),e++}if(r.id!==
void 0&&typeof r.id!="string"){let a={instancePath:n+"/id",schemaPath:"#/properties/id/type",keyword:"type",params:{
type:"string"}};t===null?t=[a]:t.push(a),e++}if(r.$schema!==void 0&&typeof r.$schema!="string"){let a={instancePath:n+
"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{type:"string"}};t===null?t=[a]:t.push(
a),e++}if(r.title!==void 0&&typeof r.title!="string"){let a={instancePath:n+"/title",schemaPath:"#/properties/\
title/type",keyword:"type",params:{type:"string"}};t===null?t=[a]:t.push(a),e++}if(r.description!==void 0&&typeof r.
description!="string"){let a={instancePath:n+"/description",schemaPath:"#/properties/description/type",keyword:"\
type",params:{type:"string"}};t===null?t=[a]:t.push(a),e++}if(r.multipleOf!==void 0){let a=r.multipleOf;if(typeof a==
"number"){if(a<=0||isNaN(a)){let o={instancePath:n+"/multipleOf",schemaPath:"#/properties/multipleOf/minimum",
keyword:"minimum",params:{comparison:">",limit:0}};t===null?t=[o]:t.push(o),e++}}else{let o={instancePath:n+"/\
multipleOf",schemaPath:"#/properties/multipleOf/type",keyword:"type",params:{type:"number"}};t===null?t=[o]:t.
push(o),e++}}if(r.maximum!==void 0&&typeof r.maximum!="number"){let a={instancePath:n+"/maximum",schemaPath:"#\
/properties/maximum/type",keyword:"type",params:{type:"number"}};t===null?t=[a]:t.push(a),e++}if(r.exclusiveMaximum!==
void 0&&typeof r.exclusiveMaximum!="boolean"){let a={instancePath:n+"/exclusiveMaximum",schemaPath:"#/properti\
es/exclusiveMaximum/type",keyword:"type",params:{type:"boolean"}};t===null?t=[a]:t.push(a),e++}if(r.minimum!==
void 0&&typeof r.minimum!="number"){let a={instancePath:n+"/minimum",schemaPath:"#/properties/minimum/type",keyword:"\
type",params:{type:"number"}};t===null?t=[a]:t.push(a),e++}if(r.exclusiveMinimum!==void 0&&typeof r.exclusiveMinimum!=
"boolean"){let a={instancePath:n+"/exclusiveMinimum",schemaPath:"#/properties/exclusiveMinimum/type",keyword:"\
type",params:{type:"boolean"}};t===null?t=[a]:t.push(a),e++}if(r.maxLength!==void 0){let a=r.maxLength;if(!(typeof a==
"number"&&!(a%1)&&!isNaN(a))){let o={instancePath:n+"/maxLength",schemaPath:"#/definitions/positiveInteger/typ\
e",keyword:"type",params:{type:"integer"}};t===null?t=[o]:t.push(o),e++}if(typeof a=="number"&&(a<0||isNaN(a))){
let o={instancePath:n+"/maxLength",schemaPath:"#/definitions/positiveInteger/minimum",keyword:"minimum",params:{
comparison:">=",limit:0}};t===null?t=[o]:t.push(o),e++}}if(r.minLength!==void 0&&(oe(r.minLength,{instancePath:n+
"/minLength",parentData:r,parentDataProperty:"minLength",rootData:f})||(t=t===null?oe.errors:t.concat(oe.errors),
e=t.length)),r.pattern!==void 0&&typeof r.pattern!="string"){let a={instancePath:n+"/pattern",schemaPath:"#/pr\
operties/pattern/type",keyword:"type",params:{type:"string"}};t===null?t=[a]:t.push(a),e++}if(r.additionalItems!==
void 0){let a=r.additionalItems,o=e,p=!1,u=e;if(typeof a!="boolean"){let m={instancePath:n+"/additionalItems",
schemaPath:"#/properties/additionalItems/anyOf/0/type",keyword:"type",params:{type:"boolean"}};t===null?t=[m]:
t.push(m),e++}var i=u===e;if(p=p||i,!p){let m=e;L(a,{instancePath:n+"/additionalItems",parentData:r,parentDataProperty:"\
additionalItems",rootData:f})||(t=t===null?L.errors:t.concat(L.errors),e=t.length);var i=m===e;p=p||i}if(p)e=o,
t!==null&&(o?t.length=o:t=null);else{let m={instancePath:n+"/additionalItems",schemaPath:"#/properties/additio\
nalItems/anyOf",keyword:"anyOf",params:{}};t===null?t=[m]:t.push(m),e++}}if(r.items!==void 0){let a=r.items,o=e,
p=!1,u=e;L(a,{instancePath:n+"/items",parentData:r,parentDataProperty:"items",rootData:f})||(t=t===null?L.errors:
t.concat(L.errors),e=t.length);var d=u===e;if(p=p||d,!p){let m=e;J(a,{instancePath:n+"/items",parentData:r,parentDataProperty:"\
items",rootData:f})||(t=t===null?J.errors:t.concat(J.errors),e=t.length);var d=m===e;p=p||d}if(p)e=o,t!==null&&
(o?t.length=o:t=null);else{let m={instancePath:n+"/items",schemaPath:"#/properties/items/anyOf",keyword:"anyOf",
params:{}};t===null?t=[m]:t.push(m),e++}}if(r.maxItems!==void 0){let a=r.maxItems;if(!(typeof a=="number"&&!(a%
1)&&!isNaN(a))){let o={instancePath:n+"/maxItems",schemaPath:"#/definitions/positiveInteger/type",keyword:"typ\
e",params:{type:"integer"}};t===null?t=[o]:t.push(o),e++}if(typeof a=="number"&&(a<0||isNaN(a))){let o={instancePath:n+
"/maxItems",schemaPath:"#/definitions/positiveInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};
t===null?t=[o]:t.push(o),e++}}if(r.minItems!==void 0&&(oe(r.minItems,{instancePath:n+"/minItems",parentData:r,
parentDataProperty:"minItems",rootData:f})||(t=t===null?oe.errors:t.concat(oe.errors),e=t.length)),r.uniqueItems!==
void 0&&typeof r.uniqueItems!="boolean"){let a={instancePath:n+"/uniqueItems",schemaPath:"#/properties/uniqueI\
tems/type",keyword:"type",params:{type:"boolean"}};t===null?t=[a]:t.push(a),e++}if(r.maxProperties!==void 0){let a=r.
maxProperties;if(!(typeof a=="number"&&!(a%1)&&!isNaN(a))){let o={instancePath:n+"/maxProperties",schemaPath:"\
#/definitions/positiveInteger/type",keyword:"type",params:{type:"integer"}};t===null?t=[o]:t.push(o),e++}if(typeof a==
"number"&&(a<0||isNaN(a))){let o={instancePath:n+"/maxProperties",schemaPath:"#/definitions/positiveInteger/mi\
nimum",keyword:"minimum",params:{comparison:">=",limit:0}};t===null?t=[o]:t.push(o),e++}}if(r.minProperties!==
void 0&&(oe(r.minProperties,{instancePath:n+"/minProperties",parentData:r,parentDataProperty:"minProperties",rootData:f})||
(t=t===null?oe.errors:t.concat(oe.errors),e=t.length)),r.required!==void 0){let a=r.required;if(Array.isArray(
a)){if(a.length<1){let m={instancePath:n+"/required",schemaPath:"#/definitions/stringArray/minItems",keyword:"\
minItems",params:{limit:1}};t===null?t=[m]:t.push(m),e++}let o=a.length;for(let m=0;m<o;m++)if(typeof a[m]!="s\
tring"){let h={instancePath:n+"/required/"+m,schemaPath:"#/definitions/stringArray/items/type",keyword:"type",
params:{type:"string"}};t===null?t=[h]:t.push(h),e++}let p=a.length,u;if(p>1){let m={};for(;p--;){let h=a[p];if(typeof h==
"string"){if(typeof m[h]=="number"){u=m[h];let c={instancePath:n+"/required",schemaPath:"#/definitions/stringA\
rray/uniqueItems",keyword:"uniqueItems",params:{i:p,j:u}};t===null?t=[c]:t.push(c),e++;break}m[h]=p}}}}else{let o={
instancePath:n+"/required",schemaPath:"#/definitions/stringArray/type",keyword:"type",params:{type:"array"}};t===
null?t=[o]:t.push(o),e++}}if(r.additionalProperties!==void 0){let a=r.additionalProperties,o=e,p=!1,u=e;if(typeof a!=
"boolean"){let m={instancePath:n+"/additionalProperties",schemaPath:"#/properties/additionalProperties/anyOf/0\
/type",keyword:"type",params:{type:"boolean"}};t===null?t=[m]:t.push(m),e++}var y=u===e;if(p=p||y,!p){let m=e;
L(a,{instancePath:n+"/additionalProperties",parentData:r,parentDataProperty:"additionalProperties",rootData:f})||
(t=t===null?L.errors:t.concat(L.errors),e=t.length);var y=m===e;p=p||y}if(p)e=o,t!==null&&(o?t.length=o:t=null);else{
let m={instancePath:n+"/additionalProperties",schemaPath:"#/properties/additionalProperties/anyOf",keyword:"an\
yOf",params:{}};t===null?t=[m]:t.push(m),e++}}if(r.definitions!==void 0){let a=r.definitions;if(a&&typeof a=="\
object"&&!Array.isArray(a))for(let o in a)L(a[o],{instancePath:n+"/definitions/"+o.replace(/~/g,"~0").replace(
/\//g,"~1"),parentData:a,parentDataProperty:o,rootData:f})||(t=t===null?L.errors:t.concat(L.errors),e=t.length);else{
let o={instancePath:n+"/definitions",schemaPath:"#/properties/definitions/type",keyword:"type",params:{type:"o\
bject"}};t===null?t=[o]:t.push(o),e++}}if(r.properties!==void 0){let a=r.properties;if(a&&typeof a=="object"&&
!Array.isArray(a))for(let o in a)L(a[o],{instancePath:n+"/properties/"+o.replace(/~/g,"~0").replace(/\//g,"~1"),
parentData:a,parentDataProperty:o,rootData:f})||(t=t===null?L.errors:t.concat(L.errors),e=t.length);else{let o={
instancePath:n+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type:"object"}};
t===null?t=[o]:t.push(o),e++}}if(r.patternProperties!==void 0){let a=r.patternProperties;if(a&&typeof a=="obje\
ct"&&!Array.isArray(a))for(let o in a)L(a[o],{instancePath:n+"/patternProperties/"+o.replace(/~/g,"~0").replace(
/\//g,"~1"),parentData:a,parentDataProperty:o,rootData:f})||(t=t===null?L.errors:t.concat(L.errors),e=t.length);else{
let o={instancePath:n+"/patternProperties",schemaPath:"#/properties/patternProperties/type",keyword:"type",params:{
type:"object"}};t===null?t=[o]:t.push(o),e++}}if(r.dependencies!==void 0){let a=r.dependencies;if(a&&typeof a==
"object"&&!Array.isArray(a))for(let o in a){let p=a[o],u=e,m=!1,h=e;L(p,{instancePath:n+"/dependencies/"+o.replace(
/~/g,"~0").replace(/\//g,"~1"),parentData:a,parentDataProperty:o,rootData:f})||(t=t===null?L.errors:t.concat(L.
errors),e=t.length);var l=h===e;if(m=m||l,!m){let c=e;if(Array.isArray(p)){if(p.length<1){let A={instancePath:n+
"/dependencies/"+o.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/definitions/stringArray/minItems",keyword:"\
minItems",params:{limit:1}};t===null?t=[A]:t.push(A),e++}let b=p.length;for(let A=0;A<b;A++)if(typeof p[A]!="s\
tring"){let q={instancePath:n+"/dependencies/"+o.replace(/~/g,"~0").replace(/\//g,"~1")+"/"+A,schemaPath:"#/de\
finitions/stringArray/items/type",keyword:"type",params:{type:"string"}};t===null?t=[q]:t.push(q),e++}let w=p.
length,x;if(w>1){let A={};for(;w--;){let q=p[w];if(typeof q=="string"){if(typeof A[q]=="number"){x=A[q];let G={
instancePath:n+"/dependencies/"+o.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/definitions/stringArray\
/uniqueItems",keyword:"uniqueItems",params:{i:w,j:x}};t===null?t=[G]:t.push(G),e++;break}A[q]=w}}}}else{let b={
instancePath:n+"/dependencies/"+o.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/definitions/stringArray\
/type",keyword:"type",params:{type:"array"}};t===null?t=[b]:t.push(b),e++}var l=c===e;m=m||l}if(m)e=u,t!==null&&
(u?t.length=u:t=null);else{let c={instancePath:n+"/dependencies/"+o.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/dependencies/additionalProperties/anyOf",keyword:"anyOf",params:{}};t===null?t=[c]:t.push(c),e++}}else{
let o={instancePath:n+"/dependencies",schemaPath:"#/properties/dependencies/type",keyword:"type",params:{type:"\
object"}};t===null?t=[o]:t.push(o),e++}}if(r.enum!==void 0){let a=r.enum;if(Array.isArray(a)){if(a.length<1){let u={
instancePath:n+"/enum",schemaPath:"#/properties/enum/minItems",keyword:"minItems",params:{limit:1}};t===null?t=
[u]:t.push(u),e++}let o=a.length,p;if(o>1){e:for(;o--;)for(p=o;p--;)if(Ge(a[o],a[p])){let u={instancePath:n+"/\
enum",schemaPath:"#/properties/enum/uniqueItems",keyword:"uniqueItems",params:{i:o,j:p}};t===null?t=[u]:t.push(
u),e++;break e}}}else{let o={instancePath:n+"/enum",schemaPath:"#/properties/enum/type",keyword:"type",params:{
type:"array"}};t===null?t=[o]:t.push(o),e++}}if(r.type!==void 0){let a=r.type,o=e,p=!1,u=e;if(!(a==="array"||a===
"boolean"||a==="integer"||a==="null"||a==="number"||a==="object"||a==="string")){let m={instancePath:n+"/type",
schemaPath:"#/definitions/simpleTypes/enum",keyword:"enum",params:{allowedValues:Be.enum}};t===null?t=[m]:t.push(
m),e++}var s=u===e;if(p=p||s,!p){let m=e;if(Array.isArray(a)){if(a.length<1){let w={instancePath:n+"/type",schemaPath:"\
#/properties/type/anyOf/1/minItems",keyword:"minItems",params:{limit:1}};t===null?t=[w]:t.push(w),e++}let c=a.
length;for(let w=0;w<c;w++){let x=a[w];if(!(x==="array"||x==="boolean"||x==="integer"||x==="null"||x==="number"||
x==="object"||x==="string")){let A={instancePath:n+"/type/"+w,schemaPath:"#/definitions/simpleTypes/enum",keyword:"\
enum",params:{allowedValues:Be.enum}};t===null?t=[A]:t.push(A),e++}}let P=a.length,b;if(P>1){e:for(;P--;)for(b=
P;b--;)if(Ge(a[P],a[b])){let w={instancePath:n+"/type",schemaPath:"#/properties/type/anyOf/1/uniqueItems",keyword:"\
uniqueItems",params:{i:P,j:b}};t===null?t=[w]:t.push(w),e++;break e}}}else{let c={instancePath:n+"/type",schemaPath:"\
#/properties/type/anyOf/1/type",keyword:"type",params:{type:"array"}};t===null?t=[c]:t.push(c),e++}var s=m===e;
p=p||s}if(p)e=o,t!==null&&(o?t.length=o:t=null);else{let m={instancePath:n+"/type",schemaPath:"#/properties/ty\
pe/anyOf",keyword:"anyOf",params:{}};t===null?t=[m]:t.push(m),e++}}r.allOf!==void 0&&(J(r.allOf,{instancePath:n+
"/allOf",parentData:r,parentDataProperty:"allOf",rootData:f})||(t=t===null?J.errors:t.concat(J.errors),e=t.length)),
r.anyOf!==void 0&&(J(r.anyOf,{instancePath:n+"/anyOf",parentData:r,parentDataProperty:"anyOf",rootData:f})||(t=
t===null?J.errors:t.concat(J.errors),e=t.length)),r.oneOf!==void 0&&(J(r.oneOf,{instancePath:n+"/oneOf",parentData:r,
parentDataProperty:"oneOf",rootData:f})||(t=t===null?J.errors:t.concat(J.errors),e=t.length)),r.not!==void 0&&
(L(r.not,{instancePath:n+"/not",parentData:r,parentDataProperty:"not",rootData:f})||(t=t===null?L.errors:t.concat(
L.errors),e=t.length))}else{let a={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:"object"}};t===
null?t=[a]:t.push(a),e++}return L.errors=t,e===0}var er=O,rr={$schema:"http://json-schema.org/draft-07/schema#",$id:"http://json-schema.org/draft-07/schema#",title:"\
Core schema meta-schema",definitions:{schemaArray:{type:"array",minItems:1,items:{$ref:"#"}},nonNegativeInteger:{
type:"integer",minimum:0},nonNegativeIntegerDefault0:{allOf:[{$ref:"#/definitions/nonNegativeInteger"},{default:0}]},
simpleTypes:{enum:["array","boolean","integer","null","number","object","string"]},stringArray:{type:"array",items:{
type:"string"},uniqueItems:!0,default:[]}},type:["object","boolean"],properties:{$id:{type:"string",format:"ur\
i-reference"},$schema:{type:"string",format:"uri"},$ref:{type:"string",format:"uri-reference"},$comment:{type:"\
string"},title:{type:"string"},description:{type:"string"},default:!0,readOnly:{type:"boolean",default:!1},examples:{
type:"array",items:!0},multipleOf:{type:"number",exclusiveMinimum:0},maximum:{type:"number"},exclusiveMaximum:{
type:"number"},minimum:{type:"number"},exclusiveMinimum:{type:"number"},maxLength:{$ref:"#/definitions/nonNega\
tiveInteger"},minLength:{$ref:"#/definitions/nonNegativeIntegerDefault0"},pattern:{type:"string",format:"regex"},
additionalItems:{$ref:"#"},items:{anyOf:[{$ref:"#"},{$ref:"#/definitions/schemaArray"}],default:!0},maxItems:{
$ref:"#/definitions/nonNegativeInteger"},minItems:{$ref:"#/definitions/nonNegativeIntegerDefault0"},uniqueItems:{
type:"boolean",default:!1},contains:{$ref:"#"},maxProperties:{$ref:"#/definitions/nonNegativeInteger"},minProperties:{
$ref:"#/definitions/nonNegativeIntegerDefault0"},required:{$ref:"#/definitions/stringArray"},additionalProperties:{
$ref:"#"},definitions:{type:"object",additionalProperties:{$ref:"#"},default:{}},properties:{type:"object",additionalProperties:{
$ref:"#"},default:{}},patternProperties:{type:"object",additionalProperties:{$ref:"#"},propertyNames:{format:"\
regex"},default:{}},dependencies:{type:"object",additionalProperties:{anyOf:[{$ref:"#"},{$ref:"#/definitions/s\
tringArray"}]}},propertyNames:{$ref:"#"},const:!0,enum:{type:"array",items:!0,minItems:1,uniqueItems:!0},type:{
anyOf:[{$ref:"#/definitions/simpleTypes"},{type:"array",items:{$ref:"#/definitions/simpleTypes"},minItems:1,uniqueItems:!0}]},
format:{type:"string"},contentMediaType:{type:"string"},contentEncoding:{type:"string"},if:{$ref:"#"},then:{$ref:"\
#"},else:{$ref:"#"},allOf:{$ref:"#/definitions/schemaArray"},anyOf:{$ref:"#/definitions/schemaArray"},oneOf:{$ref:"\
#/definitions/schemaArray"},not:{$ref:"#"}},default:!0};var He={enum:["array","boolean","integer","null","number","object","string"]};function ue(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r}={}){let t=null,e=0;if(!(typeof r==
"number"&&!(r%1)&&!isNaN(r))){let i={instancePath:n,schemaPath:"#/definitions/nonNegativeInteger/type",keyword:"\
type",params:{type:"integer"}};t===null?t=[i]:t.push(i),e++}if(typeof r=="number"&&(r<0||isNaN(r))){let i={instancePath:n,
schemaPath:"#/definitions/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};t===
null?t=[i]:t.push(i),e++}return ue.errors=t,e===0}var Fe={validate:O};function K(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r}={}){let t=null,
e=0;if(Array.isArray(r)){if(r.length<1){let d={instancePath:n,schemaPath:"#/minItems",keyword:"minItems",params:{
limit:1}};t===null?t=[d]:t.push(d),e++}let i=r.length;for(let d=0;d<i;d++)Fe.validate(r[d],{instancePath:n+"/"+
d,parentData:r,parentDataProperty:d,rootData:f})||(t=t===null?Fe.validate.errors:t.concat(Fe.validate.errors),
e=t.length)}else{let i={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:"array"}};t===null?t=[i]:
t.push(i),e++}return K.errors=t,e===0}var Je=ce;function O(r,{instancePath:n="",parentData:D,parentDataProperty:N,
rootData:f=r}={}){let t=null,e=0;if(!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="boolean"){let s={instancePath:n,
schemaPath:"#/type",keyword:"type",params:{type:rr.type}};t===null?t=[s]:t.push(s),e++}if(r&&typeof r=="object"&&
!Array.isArray(r)){if(r.$id!==void 0&&typeof r.$id!="string"){let s={instancePath:n+"/$id",schemaPath:"#/prope\
rties/%24id/type",keyword:"type",params:{type:"string"}};t===null?t=[s]:t.push(s),e++}if(r.$schema!==void 0&&typeof r.
$schema!="string"){let s={instancePath:n+"/$schema",schemaPath:"#/properties/%24schema/type",keyword:"type",params:{
type:"string"}};t===null?t=[s]:t.push(s),e++}if(r.$ref!==void 0&&typeof r.$ref!="string"){let s={instancePath:n+
"/$ref",schemaPath:"#/properties/%24ref/type",keyword:"type",params:{type:"string"}};t===null?t=[s]:t.push(s),
e++}if(r.$comment!==void 0&&typeof r.$comment!="string"){let s={instancePath:n+"/$comment",schemaPath:"#/prope\
rties/%24comment/type",keyword:"type",params:{type:"string"}};t===null?t=[s]:t.push(s),e++}if(r.title!==void 0&&
typeof r.title!="string"){let s={instancePath:n+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{
type:"string"}};t===null?t=[s]:t.push(s),e++}if(r.description!==void 0&&typeof r.description!="string"){let s={
instancePath:n+"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type:"string"}};
t===null?t=[s]:t.push(s),e++}if(r.readOnly!==void 0&&typeof r.readOnly!="boolean"){let s={instancePath:n+"/rea\
dOnly",schemaPath:"#/properties/readOnly/type",keyword:"type",params:{type:"boolean"}};t===null?t=[s]:t.push(s),
e++}if(r.examples!==void 0&&!Array.isArray(r.examples)){let s={instancePath:n+"/examples",schemaPath:"#/proper\
ties/examples/type",keyword:"type",params:{type:"array"}};t===null?t=[s]:t.push(s),e++}if(r.multipleOf!==void 0){
let s=r.multipleOf;if(typeof s=="number"){if(s<=0||isNaN(s)){let a={instancePath:n+"/multipleOf",schemaPath:"#\
/properties/multipleOf/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison:">",limit:0}};t===null?
t=[a]:t.push(a),e++}}else{let a={instancePath:n+"/multipleOf",schemaPath:"#/properties/multipleOf/type",keyword:"\
type",params:{type:"number"}};t===null?t=[a]:t.push(a),e++}}if(r.maximum!==void 0&&typeof r.maximum!="number"){
let s={instancePath:n+"/maximum",schemaPath:"#/properties/maximum/type",keyword:"type",params:{type:"number"}};
t===null?t=[s]:t.push(s),e++}if(r.exclusiveMaximum!==void 0&&typeof r.exclusiveMaximum!="number"){let s={instancePath:n+
"/exclusiveMaximum",schemaPath:"#/properties/exclusiveMaximum/type",keyword:"type",params:{type:"number"}};t===
null?t=[s]:t.push(s),e++}if(r.minimum!==void 0&&typeof r.minimum!="number"){let s={instancePath:n+"/minimum",schemaPath:"\
#/properties/minimum/type",keyword:"type",params:{type:"number"}};t===null?t=[s]:t.push(s),e++}if(r.exclusiveMinimum!==
void 0&&typeof r.exclusiveMinimum!="number"){let s={instancePath:n+"/exclusiveMinimum",schemaPath:"#/propertie\
s/exclusiveMinimum/type",keyword:"type",params:{type:"number"}};t===null?t=[s]:t.push(s),e++}if(r.maxLength!==
void 0){let s=r.maxLength;if(!(typeof s=="number"&&!(s%1)&&!isNaN(s))){let a={instancePath:n+"/maxLength",schemaPath:"\
#/definitions/nonNegativeInteger/type",keyword:"type",params:{type:"integer"}};t===null?t=[a]:t.push(a),e++}if(typeof s==
"number"&&(s<0||isNaN(s))){let a={instancePath:n+"/maxLength",schemaPath:"#/definitions/nonNegativeInteger/min\
imum",keyword:"minimum",params:{comparison:">=",limit:0}};t===null?t=[a]:t.push(a),e++}}if(r.minLength!==void 0&&
(ue(r.minLength,{instancePath:n+"/minLength",parentData:r,parentDataProperty:"minLength",rootData:f})||(t=t===
null?ue.errors:t.concat(ue.errors),e=t.length)),r.pattern!==void 0&&typeof r.pattern!="string"){let s={instancePath:n+
"/pattern",schemaPath:"#/properties/pattern/type",keyword:"type",params:{type:"string"}};t===null?t=[s]:t.push(
s),e++}if(r.additionalItems!==void 0&&(O(r.additionalItems,{instancePath:n+"/additionalItems",parentData:r,parentDataProperty:"\
additionalItems",rootData:f})||(t=t===null?O.errors:t.concat(O.errors),e=t.length)),r.items!==void 0){let s=r.
items,a=e,o=!1,p=e;O(s,{instancePath:n+"/items",parentData:r,parentDataProperty:"items",rootData:f})||(t=t===null?
O.errors:t.concat(O.errors),e=t.length);var i=p===e;if(o=o||i,!o){let u=e;K(s,{instancePath:n+"/items",parentData:r,
parentDataProperty:"items",rootData:f})||(t=t===null?K.errors:t.concat(K.errors),e=t.length);var i=u===e;o=o||
i}if(o)e=a,t!==null&&(a?t.length=a:t=null);else{let u={instancePath:n+"/items",schemaPath:"#/properties/items/\
anyOf",keyword:"anyOf",params:{}};t===null?t=[u]:t.push(u),e++}}if(r.maxItems!==void 0){let s=r.maxItems;if(!(typeof s==
"number"&&!(s%1)&&!isNaN(s))){let a={instancePath:n+"/maxItems",schemaPath:"#/definitions/nonNegativeInteger/t\
ype",keyword:"type",params:{type:"integer"}};t===null?t=[a]:t.push(a),e++}if(typeof s=="number"&&(s<0||isNaN(s))){
let a={instancePath:n+"/maxItems",schemaPath:"#/definitions/nonNegativeInteger/minimum",keyword:"minimum",params:{
comparison:">=",limit:0}};t===null?t=[a]:t.push(a),e++}}if(r.minItems!==void 0&&(ue(r.minItems,{instancePath:n+
"/minItems",parentData:r,parentDataProperty:"minItems",rootData:f})||(t=t===null?ue.errors:t.concat(ue.errors),
e=t.length)),r.uniqueItems!==void 0&&typeof r.uniqueItems!="boolean"){let s={instancePath:n+"/uniqueItems",schemaPath:"\
#/properties/uniqueItems/type",keyword:"type",params:{type:"boolean"}};t===null?t=[s]:t.push(s),e++}if(r.contains!==
void 0&&(O(r.contains,{instancePath:n+"/contains",parentData:r,parentDataProperty:"contains",rootData:f})||(t=
t===null?O.errors:t.concat(O.errors),e=t.length)),r.maxProperties!==void 0){let s=r.maxProperties;if(!(typeof s==
"number"&&!(s%1)&&!isNaN(s))){let a={instancePath:n+"/maxProperties",schemaPath:"#/definitions/nonNegativeInte\
ger/type",keyword:"type",params:{type:"integer"}};t===null?t=[a]:t.push(a),e++}if(typeof s=="number"&&(s<0||isNaN(
s))){let a={instancePath:n+"/maxProperties",schemaPath:"#/definitions/nonNegativeInteger/minimum",keyword:"min\
imum",params:{comparison:">=",limit:0}};t===null?t=[a]:t.push(a),e++}}if(r.minProperties!==void 0&&(ue(r.minProperties,
{instancePath:n+"/minProperties",parentData:r,parentDataProperty:"minProperties",rootData:f})||(t=t===null?ue.
errors:t.concat(ue.errors),e=t.length)),r.required!==void 0){let s=r.required;if(Array.isArray(s)){let a=s.length;
for(let u=0;u<a;u++)if(typeof s[u]!="string"){let m={instancePath:n+"/required/"+u,schemaPath:"#/definitions/s\
tringArray/items/type",keyword:"type",params:{type:"string"}};t===null?t=[m]:t.push(m),e++}let o=s.length,p;if(o>
1){let u={};for(;o--;){let m=s[o];if(typeof m=="string"){if(typeof u[m]=="number"){p=u[m];let h={instancePath:n+
"/required",schemaPath:"#/definitions/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:o,j:p}};t===null?
t=[h]:t.push(h),e++;break}u[m]=o}}}}else{let a={instancePath:n+"/required",schemaPath:"#/definitions/stringArr\
ay/type",keyword:"type",params:{type:"array"}};t===null?t=[a]:t.push(a),e++}}if(r.additionalProperties!==void 0&&
(O(r.additionalProperties,{instancePath:n+"/additionalProperties",parentData:r,parentDataProperty:"additionalP\
roperties",rootData:f})||(t=t===null?O.errors:t.concat(O.errors),e=t.length)),r.definitions!==void 0){let s=r.
definitions;if(s&&typeof s=="object"&&!Array.isArray(s))for(let a in s)O(s[a],{instancePath:n+"/definitions/"+
a.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:s,parentDataProperty:a,rootData:f})||(t=t===null?O.errors:
t.concat(O.errors),e=t.length);else{let a={instancePath:n+"/definitions",schemaPath:"#/properties/definitions/\
type",keyword:"type",params:{type:"object"}};t===null?t=[a]:t.push(a),e++}}if(r.properties!==void 0){let s=r.properties;
if(s&&typeof s=="object"&&!Array.isArray(s))for(let a in s)O(s[a],{instancePath:n+"/properties/"+a.replace(/~/g,
"~0").replace(/\//g,"~1"),parentData:s,parentDataProperty:a,rootData:f})||(t=t===null?O.errors:t.concat(O.errors),
e=t.length);else{let a={instancePath:n+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",
params:{type:"object"}};t===null?t=[a]:t.push(a),e++}}if(r.patternProperties!==void 0){let s=r.patternProperties;
if(s&&typeof s=="object"&&!Array.isArray(s)){for(let a in s){var d=e===e;if(!d){let p={instancePath:n+"/patter\
nProperties",schemaPath:"#/properties/patternProperties/propertyNames",keyword:"propertyNames",params:{propertyName:a}};
t===null?t=[p]:t.push(p),e++}}for(let a in s)O(s[a],{instancePath:n+"/patternProperties/"+a.replace(/~/g,"~0").
replace(/\//g,"~1"),parentData:s,parentDataProperty:a,rootData:f})||(t=t===null?O.errors:t.concat(O.errors),e=
t.length)}else{let a={instancePath:n+"/patternProperties",schemaPath:"#/properties/patternProperties/type",keyword:"\
type",params:{type:"object"}};t===null?t=[a]:t.push(a),e++}}if(r.dependencies!==void 0){let s=r.dependencies;if(s&&
typeof s=="object"&&!Array.isArray(s))for(let a in s){let o=s[a],p=e,u=!1,m=e;O(o,{instancePath:n+"/dependenci\
es/"+a.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:s,parentDataProperty:a,rootData:f})||(t=t===null?O.errors:
t.concat(O.errors),e=t.length);var y=m===e;if(u=u||y,!u){let h=e;if(Array.isArray(o)){let P=o.length;for(let x=0;x<
P;x++)if(typeof o[x]!="string"){let A={instancePath:n+"/dependencies/"+a.replace(/~/g,"~0").replace(/\//g,"~1")+
"/"+x,schemaPath:"#/definitions/stringArray/items/type",keyword:"type",params:{type:"string"}};t===null?t=[A]:
t.push(A),e++}let b=o.length,w;if(b>1){let x={};for(;b--;){let A=o[b];if(typeof A=="string"){if(typeof x[A]=="\
number"){w=x[A];let q={instancePath:n+"/dependencies/"+a.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/\
definitions/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:b,j:w}};t===null?t=[q]:t.push(q),e++;break}
x[A]=b}}}}else{let P={instancePath:n+"/dependencies/"+a.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/d\
efinitions/stringArray/type",keyword:"type",params:{type:"array"}};t===null?t=[P]:t.push(P),e++}var y=h===e;u=
u||y}if(u)e=p,t!==null&&(p?t.length=p:t=null);else{let h={instancePath:n+"/dependencies/"+a.replace(/~/g,"~0").
replace(/\//g,"~1"),schemaPath:"#/properties/dependencies/additionalProperties/anyOf",keyword:"anyOf",params:{}};
t===null?t=[h]:t.push(h),e++}}else{let a={instancePath:n+"/dependencies",schemaPath:"#/properties/dependencies\
/type",keyword:"type",params:{type:"object"}};t===null?t=[a]:t.push(a),e++}}if(r.propertyNames!==void 0&&(O(r.
propertyNames,{instancePath:n+"/propertyNames",parentData:r,parentDataProperty:"propertyNames",rootData:f})||(t=
t===null?O.errors:t.concat(O.errors),e=t.length)),r.enum!==void 0){let s=r.enum;if(Array.isArray(s)){if(s.length<
1){let p={instancePath:n+"/enum",schemaPath:"#/properties/enum/minItems",keyword:"minItems",params:{limit:1}};
t===null?t=[p]:t.push(p),e++}let a=s.length,o;if(a>1){e:for(;a--;)for(o=a;o--;)if(Je(s[a],s[o])){let p={instancePath:n+
"/enum",schemaPath:"#/properties/enum/uniqueItems",keyword:"uniqueItems",params:{i:a,j:o}};t===null?t=[p]:t.push(
p),e++;break e}}}else{let a={instancePath:n+"/enum",schemaPath:"#/properties/enum/type",keyword:"type",params:{
type:"array"}};t===null?t=[a]:t.push(a),e++}}if(r.type!==void 0){let s=r.type,a=e,o=!1,p=e;if(!(s==="array"||s===
"boolean"||s==="integer"||s==="null"||s==="number"||s==="object"||s==="string")){let u={instancePath:n+"/type",
schemaPath:"#/definitions/simpleTypes/enum",keyword:"enum",params:{allowedValues:He.enum}};t===null?t=[u]:t.push(
u),e++}var l=p===e;if(o=o||l,!o){let u=e;if(Array.isArray(s)){if(s.length<1){let b={instancePath:n+"/type",schemaPath:"\
#/properties/type/anyOf/1/minItems",keyword:"minItems",params:{limit:1}};t===null?t=[b]:t.push(b),e++}let h=s.
length;for(let b=0;b<h;b++){let w=s[b];if(!(w==="array"||w==="boolean"||w==="integer"||w==="null"||w==="number"||
w==="object"||w==="string")){let x={instancePath:n+"/type/"+b,schemaPath:"#/definitions/simpleTypes/enum",keyword:"\
enum",params:{allowedValues:He.enum}};t===null?t=[x]:t.push(x),e++}}let c=s.length,P;if(c>1){e:for(;c--;)for(P=
c;P--;)if(Je(s[c],s[P])){let b={instancePath:n+"/type",schemaPath:"#/properties/type/anyOf/1/uniqueItems",keyword:"\
uniqueItems",params:{i:c,j:P}};t===null?t=[b]:t.push(b),e++;break e}}}else{let h={instancePath:n+"/type",schemaPath:"\
#/properties/type/anyOf/1/type",keyword:"type",params:{type:"array"}};t===null?t=[h]:t.push(h),e++}var l=u===e;
o=o||l}if(o)e=a,t!==null&&(a?t.length=a:t=null);else{let u={instancePath:n+"/type",schemaPath:"#/properties/ty\
pe/anyOf",keyword:"anyOf",params:{}};t===null?t=[u]:t.push(u),e++}}if(r.format!==void 0&&typeof r.format!="str\
ing"){let s={instancePath:n+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type:"strin\
g"}};t===null?t=[s]:t.push(s),e++}if(r.contentMediaType!==void 0&&typeof r.contentMediaType!="string"){let s={
instancePath:n+"/contentMediaType",schemaPath:"#/properties/contentMediaType/type",keyword:"type",params:{type:"\
string"}};t===null?t=[s]:t.push(s),e++}if(r.contentEncoding!==void 0&&typeof r.contentEncoding!="string"){let s={
instancePath:n+"/contentEncoding",schemaPath:"#/properties/contentEncoding/type",keyword:"type",params:{type:"\
string"}};t===null?t=[s]:t.push(s),e++}r.if!==void 0&&(O(r.if,{instancePath:n+"/if",parentData:r,parentDataProperty:"\
if",rootData:f})||(t=t===null?O.errors:t.concat(O.errors),e=t.length)),r.then!==void 0&&(O(r.then,{instancePath:n+
"/then",parentData:r,parentDataProperty:"then",rootData:f})||(t=t===null?O.errors:t.concat(O.errors),e=t.length)),
r.else!==void 0&&(O(r.else,{instancePath:n+"/else",parentData:r,parentDataProperty:"else",rootData:f})||(t=t===
null?O.errors:t.concat(O.errors),e=t.length)),r.allOf!==void 0&&(K(r.allOf,{instancePath:n+"/allOf",parentData:r,
parentDataProperty:"allOf",rootData:f})||(t=t===null?K.errors:t.concat(K.errors),e=t.length)),r.anyOf!==void 0&&
(K(r.anyOf,{instancePath:n+"/anyOf",parentData:r,parentDataProperty:"anyOf",rootData:f})||(t=t===null?K.errors:
t.concat(K.errors),e=t.length)),r.oneOf!==void 0&&(K(r.oneOf,{instancePath:n+"/oneOf",parentData:r,parentDataProperty:"\
oneOf",rootData:f})||(t=t===null?K.errors:t.concat(K.errors),e=t.length)),r.not!==void 0&&(O(r.not,{instancePath:n+
"/not",parentData:r,parentDataProperty:"not",rootData:f})||(t=t===null?O.errors:t.concat(O.errors),e=t.length))}
return O.errors=t,e===0}var tr=U,nr={$schema:"https://json-schema.org/draft/2019-09/schema",$id:"https://json-schema.org/draft/2019-09\
/schema",$vocabulary:{"https://json-schema.org/draft/2019-09/vocab/core":!0,"https://json-schema.org/draft/201\
9-09/vocab/applicator":!0,"https://json-schema.org/draft/2019-09/vocab/validation":!0,"https://json-schema.org\
/draft/2019-09/vocab/meta-data":!0,"https://json-schema.org/draft/2019-09/vocab/format":!1,"https://json-schem\
a.org/draft/2019-09/vocab/content":!0},$recursiveAnchor:!0,title:"Core and Validation specifications meta-sche\
ma",allOf:[{$ref:"meta/core"},{$ref:"meta/applicator"},{$ref:"meta/validation"},{$ref:"meta/meta-data"},{$ref:"\
meta/format"},{$ref:"meta/content"}],type:["object","boolean"],properties:{definitions:{$comment:"While no lon\
ger an official keyword as it is replaced by $defs, this keyword is retained in the meta-schema to prevent inc\
ompatible extensions as it remains in common use.",type:"object",additionalProperties:{$recursiveRef:"#"},default:{}},
dependencies:{$comment:'"dependencies" is no longer a keyword, but schema authors should avoid redefining it t\
o facilitate a smooth transition to "dependentSchemas" and "dependentRequired"',type:"object",additionalProperties:{
anyOf:[{$recursiveRef:"#"},{$ref:"meta/validation#/$defs/stringArray"}]}}}};var ir={$schema:"https://json-schema.org/draft/2019-09/schema",$id:"https://json-schema.org/draft/2019-09/meta\
/core",$vocabulary:{"https://json-schema.org/draft/2019-09/vocab/core":!0},$recursiveAnchor:!0,title:"Core voc\
abulary meta-schema",type:["object","boolean"],properties:{$id:{type:"string",format:"uri-reference",$comment:"\
Non-empty fragments not allowed.",pattern:"^[^#]*#?$"},$schema:{type:"string",format:"uri"},$anchor:{type:"str\
ing",pattern:"^[A-Za-z][-A-Za-z0-9.:_]*$"},$ref:{type:"string",format:"uri-reference"},$recursiveRef:{type:"st\
ring",format:"uri-reference"},$recursiveAnchor:{type:"boolean",default:!1},$vocabulary:{type:"object",propertyNames:{
type:"string",format:"uri"},additionalProperties:{type:"boolean"}},$comment:{type:"string"},$defs:{type:"objec\
t",additionalProperties:{$recursiveRef:"#"},default:{}}}},sr=new RegExp("^[^#]*#?$","u"),ar=new RegExp("^[A-Za\
-z][-A-Za-z0-9.:_]*$","u");function Q(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){
let e=null,i=0,d=Q.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r==
"object"&&!Array.isArray(r))&&typeof r!="boolean"){let p={instancePath:n,schemaPath:"#/type",keyword:"type",params:{
type:ir.type}};e===null?e=[p]:e.push(p),i++}if(t[""]||(t[""]=Q),r&&typeof r=="object"&&!Array.isArray(r)){if(r.
$id!==void 0){let p=r.$id;if(typeof p=="string"){if(!sr.test(p)){let u={instancePath:n+"/$id",schemaPath:"#/pr\
operties/%24id/pattern",keyword:"pattern",params:{pattern:"^[^#]*#?$"}};e===null?e=[u]:e.push(u),i++}}else{let u={
instancePath:n+"/$id",schemaPath:"#/properties/%24id/type",keyword:"type",params:{type:"string"}};e===null?e=[
u]:e.push(u),i++}}if(r.$schema!==void 0&&typeof r.$schema!="string"){let p={instancePath:n+"/$schema",schemaPath:"\
#/properties/%24schema/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}if(r.$anchor!==
void 0){let p=r.$anchor;if(typeof p=="string"){if(!ar.test(p)){let u={instancePath:n+"/$anchor",schemaPath:"#/\
properties/%24anchor/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z][-A-Za-z0-9.:_]*$"}};e===null?e=[u]:
e.push(u),i++}}else{let u={instancePath:n+"/$anchor",schemaPath:"#/properties/%24anchor/type",keyword:"type",params:{
type:"string"}};e===null?e=[u]:e.push(u),i++}}if(r.$ref!==void 0&&typeof r.$ref!="string"){let p={instancePath:n+
"/$ref",schemaPath:"#/properties/%24ref/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),
i++}if(r.$recursiveRef!==void 0&&typeof r.$recursiveRef!="string"){let p={instancePath:n+"/$recursiveRef",schemaPath:"\
#/properties/%24recursiveRef/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}if(r.$recursiveAnchor!==
void 0&&typeof r.$recursiveAnchor!="boolean"){let p={instancePath:n+"/$recursiveAnchor",schemaPath:"#/properti\
es/%24recursiveAnchor/type",keyword:"type",params:{type:"boolean"}};e===null?e=[p]:e.push(p),i++}if(r.$vocabulary!==
void 0){let p=r.$vocabulary;if(p&&typeof p=="object"&&!Array.isArray(p)){for(let u in p){let m=i;if(typeof u!=
"string"){let h={instancePath:n+"/$vocabulary",schemaPath:"#/properties/%24vocabulary/propertyNames/type",keyword:"\
type",params:{type:"string"},propertyName:u};e===null?e=[h]:e.push(h),i++}var y=m===i;if(!y){let h={instancePath:n+
"/$vocabulary",schemaPath:"#/properties/%24vocabulary/propertyNames",keyword:"propertyNames",params:{propertyName:u}};
e===null?e=[h]:e.push(h),i++}}for(let u in p)if(typeof p[u]!="boolean"){let m={instancePath:n+"/$vocabulary/"+
u.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/%24vocabulary/additionalProperties/type",keyword:"\
type",params:{type:"boolean"}};e===null?e=[m]:e.push(m),i++}}else{let u={instancePath:n+"/$vocabulary",schemaPath:"\
#/properties/%24vocabulary/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),i++}}if(r.$comment!==
void 0&&typeof r.$comment!="string"){let p={instancePath:n+"/$comment",schemaPath:"#/properties/%24comment/typ\
e",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}if(r.$defs!==void 0){let p=r.$defs;if(p&&
typeof p=="object"&&!Array.isArray(p))for(let u in p){let m=p[u],h=t[""];if(h)if(!h(m,{instancePath:n+"/$defs/"+
u.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:p,parentDataProperty:u,rootData:f,dynamicAnchors:t}))e=e===
null?h.errors:e.concat(h.errors),i=e.length;else var l=h.evaluated.props,s=h.evaluated.items;else if(!Q(m,{instancePath:n+
"/$defs/"+u.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:p,parentDataProperty:u,rootData:f,dynamicAnchors:t}))
e=e===null?Q.errors:e.concat(Q.errors),i=e.length;else{var a=Q.evaluated.props;l!==!0&&a!==void 0&&(a===!0?l=!0:
(l=l||{},Object.assign(l,a)));var o=Q.evaluated.items;s!==!0&&o!==void 0&&(s=o===!0?!0:s>o?s:o)}}else{let u={instancePath:n+
"/$defs",schemaPath:"#/properties/%24defs/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),
i++}}}return Q.errors=e,i===0}Q.evaluated={props:{$id:!0,$schema:!0,$anchor:!0,$ref:!0,$recursiveRef:!0,$recursiveAnchor:!0,
$vocabulary:!0,$comment:!0,$defs:!0},dynamicProps:!1,dynamicItems:!1};var lr={$schema:"https://json-schema.org\
/draft/2019-09/schema",$id:"https://json-schema.org/draft/2019-09/meta/applicator",$vocabulary:{"https://json-\
schema.org/draft/2019-09/vocab/applicator":!0},$recursiveAnchor:!0,title:"Applicator vocabulary meta-schema",type:[
"object","boolean"],properties:{additionalItems:{$recursiveRef:"#"},unevaluatedItems:{$recursiveRef:"#"},items:{
anyOf:[{$recursiveRef:"#"},{$ref:"#/$defs/schemaArray"}]},contains:{$recursiveRef:"#"},additionalProperties:{$recursiveRef:"\
#"},unevaluatedProperties:{$recursiveRef:"#"},properties:{type:"object",additionalProperties:{$recursiveRef:"#"},
default:{}},patternProperties:{type:"object",additionalProperties:{$recursiveRef:"#"},propertyNames:{format:"r\
egex"},default:{}},dependentSchemas:{type:"object",additionalProperties:{$recursiveRef:"#"}},propertyNames:{$recursiveRef:"\
#"},if:{$recursiveRef:"#"},then:{$recursiveRef:"#"},else:{$recursiveRef:"#"},allOf:{$ref:"#/$defs/schemaArray"},
anyOf:{$ref:"#/$defs/schemaArray"},oneOf:{$ref:"#/$defs/schemaArray"},not:{$recursiveRef:"#"}},$defs:{schemaArray:{
type:"array",minItems:1,items:{$recursiveRef:"#"}}}};function C(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,
i=0,d=C.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),Array.isArray(r)){if(r.
length<1){let p={instancePath:n,schemaPath:"#/minItems",keyword:"minItems",params:{limit:1}};e===null?e=[p]:e.
push(p),i++}let o=r.length;for(let p=0;p<o;p++){let u=r[p],m=t[""];if(m)if(!m(u,{instancePath:n+"/"+p,parentData:r,
parentDataProperty:p,rootData:f,dynamicAnchors:t}))e=e===null?m.errors:e.concat(m.errors),i=e.length;else var y=m.
evaluated.props,l=m.evaluated.items;else if(!C(u,{instancePath:n+"/"+p,parentData:r,parentDataProperty:p,rootData:f,
dynamicAnchors:t}))e=e===null?C.errors:e.concat(C.errors),i=e.length;else{var s=C.evaluated.props;y!==!0&&s!==
void 0&&(s===!0?y=!0:(y=y||{},Object.assign(y,s)));var a=C.evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>
a?l:a)}}}else{let o={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.
push(o),i++}return C.errors=e,i===0}C.evaluated={items:!0,dynamicProps:!1,dynamicItems:!1};function $(r,{instancePath:n="",
parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=$.evaluated;if(d.dynamicProps&&
(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="bool\
ean"){let k={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:lr.type}};e===null?e=[k]:e.push(k),
i++}if(t[""]||(t[""]=$),r&&typeof r=="object"&&!Array.isArray(r)){if(r.additionalItems!==void 0){let k=r.additionalItems,
g=t[""];if(g)if(!g(k,{instancePath:n+"/additionalItems",parentData:r,parentDataProperty:"additionalItems",rootData:f,
dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),i=e.length;else var y=g.evaluated.props,l=g.evaluated.
items;else if(!$(k,{instancePath:n+"/additionalItems",parentData:r,parentDataProperty:"additionalItems",rootData:f,
dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{var s=$.evaluated.props;y!==!0&&s!==
void 0&&(s===!0?y=!0:(y=y||{},Object.assign(y,s)));var a=$.evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>
a?l:a)}}if(r.unevaluatedItems!==void 0){let k=r.unevaluatedItems,g=t[""];if(g)if(!g(k,{instancePath:n+"/uneval\
uatedItems",parentData:r,parentDataProperty:"unevaluatedItems",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:
e.concat(g.errors),i=e.length;else var o=g.evaluated.props,p=g.evaluated.items;else if(!$(k,{instancePath:n+"/\
unevaluatedItems",parentData:r,parentDataProperty:"unevaluatedItems",rootData:f,dynamicAnchors:t}))e=e===null?
$.errors:e.concat($.errors),i=e.length;else{var u=$.evaluated.props;o!==!0&&u!==void 0&&(u===!0?o=!0:(o=o||{},
Object.assign(o,u)));var m=$.evaluated.items;p!==!0&&m!==void 0&&(p=m===!0?!0:p>m?p:m)}}if(r.items!==void 0){let k=r.
items,g=i,F=!1,E=i,_e=t[""];if(_e)if(!_e(k,{instancePath:n+"/items",parentData:r,parentDataProperty:"items",rootData:f,
dynamicAnchors:t}))e=e===null?_e.errors:e.concat(_e.errors),i=e.length;else var h=_e.evaluated.props,c=_e.evaluated.
items;else if(!$(k,{instancePath:n+"/items",parentData:r,parentDataProperty:"items",rootData:f,dynamicAnchors:t}))
e=e===null?$.errors:e.concat($.errors),i=e.length;else{var P=$.evaluated.props;h!==!0&&P!==void 0&&(P===!0?h=!0:
(h=h||{},Object.assign(h,P)));var b=$.evaluated.items;c!==!0&&b!==void 0&&(c=b===!0?!0:c>b?c:b)}var w=E===i;F=
F||w;let Xe=i;C(k,{instancePath:n+"/items",parentData:r,parentDataProperty:"items",rootData:f,dynamicAnchors:t})||
(e=e===null?C.errors:e.concat(C.errors),i=e.length);var w=Xe===i;if(F=F||w,w&&c!==!0&&(c=!0),F)i=g,e!==null&&(g?
e.length=g:e=null);else{let We={instancePath:n+"/items",schemaPath:"#/properties/items/anyOf",keyword:"anyOf",
params:{}};e===null?e=[We]:e.push(We),i++}}if(r.contains!==void 0){let k=r.contains,g=t[""];if(g)if(!g(k,{instancePath:n+
"/contains",parentData:r,parentDataProperty:"contains",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(
g.errors),i=e.length;else var x=g.evaluated.props,A=g.evaluated.items;else if(!$(k,{instancePath:n+"/contains",
parentData:r,parentDataProperty:"contains",rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),
i=e.length;else{var q=$.evaluated.props;x!==!0&&q!==void 0&&(q===!0?x=!0:(x=x||{},Object.assign(x,q)));var G=$.
evaluated.items;A!==!0&&G!==void 0&&(A=G===!0?!0:A>G?A:G)}}if(r.additionalProperties!==void 0){let k=r.additionalProperties,
g=t[""];if(g)if(!g(k,{instancePath:n+"/additionalProperties",parentData:r,parentDataProperty:"additionalProper\
ties",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),i=e.length;else var _=g.evaluated.props,
T=g.evaluated.items;else if(!$(k,{instancePath:n+"/additionalProperties",parentData:r,parentDataProperty:"addi\
tionalProperties",rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{var H=$.
evaluated.props;_!==!0&&H!==void 0&&(H===!0?_=!0:(_=_||{},Object.assign(_,H)));var R=$.evaluated.items;T!==!0&&
R!==void 0&&(T=R===!0?!0:T>R?T:R)}}if(r.unevaluatedProperties!==void 0){let k=r.unevaluatedProperties,g=t[""];
if(g)if(!g(k,{instancePath:n+"/unevaluatedProperties",parentData:r,parentDataProperty:"unevaluatedProperties",
rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),i=e.length;else var M=g.evaluated.props,V=g.
evaluated.items;else if(!$(k,{instancePath:n+"/unevaluatedProperties",parentData:r,parentDataProperty:"unevalu\
atedProperties",rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{var ke=$.
evaluated.props;M!==!0&&ke!==void 0&&(ke===!0?M=!0:(M=M||{},Object.assign(M,ke)));var fe=$.evaluated.items;V!==
!0&&fe!==void 0&&(V=fe===!0?!0:V>fe?V:fe)}}if(r.properties!==void 0){let k=r.properties;if(k&&typeof k=="objec\
t"&&!Array.isArray(k))for(let g in k){let F=k[g],E=t[""];if(E)if(!E(F,{instancePath:n+"/properties/"+g.replace(
/~/g,"~0").replace(/\//g,"~1"),parentData:k,parentDataProperty:g,rootData:f,dynamicAnchors:t}))e=e===null?E.errors:
e.concat(E.errors),i=e.length;else var re=E.evaluated.props,me=E.evaluated.items;else if(!$(F,{instancePath:n+
"/properties/"+g.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:k,parentDataProperty:g,rootData:f,dynamicAnchors:t}))
e=e===null?$.errors:e.concat($.errors),i=e.length;else{var we=$.evaluated.props;re!==!0&&we!==void 0&&(we===!0?
re=!0:(re=re||{},Object.assign(re,we)));var ye=$.evaluated.items;me!==!0&&ye!==void 0&&(me=ye===!0?!0:me>ye?me:
ye)}}else{let g={instancePath:n+"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{
type:"object"}};e===null?e=[g]:e.push(g),i++}}if(r.patternProperties!==void 0){let k=r.patternProperties;if(k&&
typeof k=="object"&&!Array.isArray(k)){for(let g in k){var je=i===i;if(!je){let E={instancePath:n+"/patternPro\
perties",schemaPath:"#/properties/patternProperties/propertyNames",keyword:"propertyNames",params:{propertyName:g}};
e===null?e=[E]:e.push(E),i++}}for(let g in k){let F=k[g],E=t[""];if(E)if(!E(F,{instancePath:n+"/patternPropert\
ies/"+g.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:k,parentDataProperty:g,rootData:f,dynamicAnchors:t}))
e=e===null?E.errors:e.concat(E.errors),i=e.length;else var te=E.evaluated.props,de=E.evaluated.items;else if(!$(
F,{instancePath:n+"/patternProperties/"+g.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:k,parentDataProperty:g,
rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{var he=$.evaluated.props;
te!==!0&&he!==void 0&&(he===!0?te=!0:(te=te||{},Object.assign(te,he)));var ne=$.evaluated.items;de!==!0&&ne!==
void 0&&(de=ne===!0?!0:de>ne?de:ne)}}}else{let g={instancePath:n+"/patternProperties",schemaPath:"#/properties\
/patternProperties/type",keyword:"type",params:{type:"object"}};e===null?e=[g]:e.push(g),i++}}if(r.dependentSchemas!==
void 0){let k=r.dependentSchemas;if(k&&typeof k=="object"&&!Array.isArray(k))for(let g in k){let F=k[g],E=t[""];
if(E)if(!E(F,{instancePath:n+"/dependentSchemas/"+g.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:k,parentDataProperty:g,
rootData:f,dynamicAnchors:t}))e=e===null?E.errors:e.concat(E.errors),i=e.length;else var ie=E.evaluated.props,
ge=E.evaluated.items;else if(!$(F,{instancePath:n+"/dependentSchemas/"+g.replace(/~/g,"~0").replace(/\//g,"~1"),
parentData:k,parentDataProperty:g,rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{
var ve=$.evaluated.props;ie!==!0&&ve!==void 0&&(ve===!0?ie=!0:(ie=ie||{},Object.assign(ie,ve)));var se=$.evaluated.
items;ge!==!0&&se!==void 0&&(ge=se===!0?!0:ge>se?ge:se)}}else{let g={instancePath:n+"/dependentSchemas",schemaPath:"\
#/properties/dependentSchemas/type",keyword:"type",params:{type:"object"}};e===null?e=[g]:e.push(g),i++}}if(r.
propertyNames!==void 0){let k=r.propertyNames,g=t[""];if(g)if(!g(k,{instancePath:n+"/propertyNames",parentData:r,
parentDataProperty:"propertyNames",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),i=e.length;else
var ae=g.evaluated.props,Pe=g.evaluated.items;else if(!$(k,{instancePath:n+"/propertyNames",parentData:r,parentDataProperty:"\
propertyNames",rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{var $e=$.evaluated.
props;ae!==!0&&$e!==void 0&&($e===!0?ae=!0:(ae=ae||{},Object.assign(ae,$e)));var le=$.evaluated.items;Pe!==!0&&
le!==void 0&&(Pe=le===!0?!0:Pe>le?Pe:le)}}if(r.if!==void 0){let k=r.if,g=t[""];if(g)if(!g(k,{instancePath:n+"/\
if",parentData:r,parentDataProperty:"if",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),
i=e.length;else var pe=g.evaluated.props,be=g.evaluated.items;else if(!$(k,{instancePath:n+"/if",parentData:r,
parentDataProperty:"if",rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{var Ie=$.
evaluated.props;pe!==!0&&Ie!==void 0&&(Ie===!0?pe=!0:(pe=pe||{},Object.assign(pe,Ie)));var j=$.evaluated.items;
be!==!0&&j!==void 0&&(be=j===!0?!0:be>j?be:j)}}if(r.then!==void 0){let k=r.then,g=t[""];if(g)if(!g(k,{instancePath:n+
"/then",parentData:r,parentDataProperty:"then",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),
i=e.length;else var v=g.evaluated.props,B=g.evaluated.items;else if(!$(k,{instancePath:n+"/then",parentData:r,
parentDataProperty:"then",rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{
var S=$.evaluated.props;v!==!0&&S!==void 0&&(S===!0?v=!0:(v=v||{},Object.assign(v,S)));var Se=$.evaluated.items;
B!==!0&&Se!==void 0&&(B=Se===!0?!0:B>Se?B:Se)}}if(r.else!==void 0){let k=r.else,g=t[""];if(g)if(!g(k,{instancePath:n+
"/else",parentData:r,parentDataProperty:"else",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),
i=e.length;else var Re=g.evaluated.props,Le=g.evaluated.items;else if(!$(k,{instancePath:n+"/else",parentData:r,
parentDataProperty:"else",rootData:f,dynamicAnchors:t}))e=e===null?$.errors:e.concat($.errors),i=e.length;else{
var ze=$.evaluated.props;Re!==!0&&ze!==void 0&&(ze===!0?Re=!0:(Re=Re||{},Object.assign(Re,ze)));var Ee=$.evaluated.
items;Le!==!0&&Ee!==void 0&&(Le=Ee===!0?!0:Le>Ee?Le:Ee)}}if(r.allOf!==void 0&&(C(r.allOf,{instancePath:n+"/all\
Of",parentData:r,parentDataProperty:"allOf",rootData:f,dynamicAnchors:t})||(e=e===null?C.errors:e.concat(C.errors),
i=e.length)),r.anyOf!==void 0&&(C(r.anyOf,{instancePath:n+"/anyOf",parentData:r,parentDataProperty:"anyOf",rootData:f,
dynamicAnchors:t})||(e=e===null?C.errors:e.concat(C.errors),i=e.length)),r.oneOf!==void 0&&(C(r.oneOf,{instancePath:n+
"/oneOf",parentData:r,parentDataProperty:"oneOf",rootData:f,dynamicAnchors:t})||(e=e===null?C.errors:e.concat(
C.errors),i=e.length)),r.not!==void 0){let k=r.not,g=t[""];if(g)if(!g(k,{instancePath:n+"/not",parentData:r,parentDataProperty:"\
not",rootData:f,dynamicAnchors:t}))e=e===null?g.errors:e.concat(g.errors),i=e.length;else var Me=g.evaluated.props,
Te=g.evaluated.items;else if(!$(k,{instancePath:n+"/not",parentData:r,parentDataProperty:"not",rootData:f,dynamicAnchors:t}))
e=e===null?$.errors:e.concat($.errors),i=e.length;else{var Ze=$.evaluated.props;Me!==!0&&Ze!==void 0&&(Ze===!0?
Me=!0:(Me=Me||{},Object.assign(Me,Ze)));var Ce=$.evaluated.items;Te!==!0&&Ce!==void 0&&(Te=Ce===!0?!0:Te>Ce?Te:
Ce)}}}return $.errors=e,i===0}$.evaluated={props:{additionalItems:!0,unevaluatedItems:!0,items:!0,contains:!0,
additionalProperties:!0,unevaluatedProperties:!0,properties:!0,patternProperties:!0,dependentSchemas:!0,propertyNames:!0,
if:!0,then:!0,else:!0,allOf:!0,anyOf:!0,oneOf:!0,not:!0},dynamicProps:!1,dynamicItems:!1};var pr={$schema:"htt\
ps://json-schema.org/draft/2019-09/schema",$id:"https://json-schema.org/draft/2019-09/meta/validation",$vocabulary:{
"https://json-schema.org/draft/2019-09/vocab/validation":!0},$recursiveAnchor:!0,title:"Validation vocabulary \
meta-schema",type:["object","boolean"],properties:{multipleOf:{type:"number",exclusiveMinimum:0},maximum:{type:"\
number"},exclusiveMaximum:{type:"number"},minimum:{type:"number"},exclusiveMinimum:{type:"number"},maxLength:{
$ref:"#/$defs/nonNegativeInteger"},minLength:{$ref:"#/$defs/nonNegativeIntegerDefault0"},pattern:{type:"string",
format:"regex"},maxItems:{$ref:"#/$defs/nonNegativeInteger"},minItems:{$ref:"#/$defs/nonNegativeIntegerDefault\
0"},uniqueItems:{type:"boolean",default:!1},maxContains:{$ref:"#/$defs/nonNegativeInteger"},minContains:{$ref:"\
#/$defs/nonNegativeInteger",default:1},maxProperties:{$ref:"#/$defs/nonNegativeInteger"},minProperties:{$ref:"\
#/$defs/nonNegativeIntegerDefault0"},required:{$ref:"#/$defs/stringArray"},dependentRequired:{type:"object",additionalProperties:{
$ref:"#/$defs/stringArray"}},const:!0,enum:{type:"array",items:!0},type:{anyOf:[{$ref:"#/$defs/simpleTypes"},{
type:"array",items:{$ref:"#/$defs/simpleTypes"},minItems:1,uniqueItems:!0}]}},$defs:{nonNegativeInteger:{type:"\
integer",minimum:0},nonNegativeIntegerDefault0:{$ref:"#/$defs/nonNegativeInteger",default:0},simpleTypes:{enum:[
"array","boolean","integer","null","number","object","string"]},stringArray:{type:"array",items:{type:"string"},
uniqueItems:!0,default:[]}}};var Ke={enum:["array","boolean","integer","null","number","object","string"]},or=ce;function xe(r,{instancePath:n="",
parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=xe.evaluated;if(d.dynamicProps&&
(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="bool\
ean"){let l={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:pr.type}};e===null?e=[l]:e.push(l),
i++}if(t[""]||(t[""]=xe),r&&typeof r=="object"&&!Array.isArray(r)){if(r.multipleOf!==void 0){let l=r.multipleOf;
if(typeof l=="number"){if(l<=0||isNaN(l)){let s={instancePath:n+"/multipleOf",schemaPath:"#/properties/multipl\
eOf/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison:">",limit:0}};e===null?e=[s]:e.push(s),i++}}else{
let s={instancePath:n+"/multipleOf",schemaPath:"#/properties/multipleOf/type",keyword:"type",params:{type:"num\
ber"}};e===null?e=[s]:e.push(s),i++}}if(r.maximum!==void 0&&typeof r.maximum!="number"){let l={instancePath:n+
"/maximum",schemaPath:"#/properties/maximum/type",keyword:"type",params:{type:"number"}};e===null?e=[l]:e.push(
l),i++}if(r.exclusiveMaximum!==void 0&&typeof r.exclusiveMaximum!="number"){let l={instancePath:n+"/exclusiveM\
aximum",schemaPath:"#/properties/exclusiveMaximum/type",keyword:"type",params:{type:"number"}};e===null?e=[l]:
e.push(l),i++}if(r.minimum!==void 0&&typeof r.minimum!="number"){let l={instancePath:n+"/minimum",schemaPath:"\
#/properties/minimum/type",keyword:"type",params:{type:"number"}};e===null?e=[l]:e.push(l),i++}if(r.exclusiveMinimum!==
void 0&&typeof r.exclusiveMinimum!="number"){let l={instancePath:n+"/exclusiveMinimum",schemaPath:"#/propertie\
s/exclusiveMinimum/type",keyword:"type",params:{type:"number"}};e===null?e=[l]:e.push(l),i++}if(r.maxLength!==
void 0){let l=r.maxLength;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){let s={instancePath:n+"/maxLength",schemaPath:"\
#/$defs/nonNegativeInteger/type",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l==
"number"&&(l<0||isNaN(l))){let s={instancePath:n+"/maxLength",schemaPath:"#/$defs/nonNegativeInteger/minimum",
keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}if(r.minLength!==void 0){let l=r.
minLength;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){let s={instancePath:n+"/minLength",schemaPath:"#/$defs/\
nonNegativeIntegerDefault0/type",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l==
"number"&&(l<0||isNaN(l))){let s={instancePath:n+"/minLength",schemaPath:"#/$defs/nonNegativeIntegerDefault0/m\
inimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}if(r.pattern!==void 0&&
typeof r.pattern!="string"){let l={instancePath:n+"/pattern",schemaPath:"#/properties/pattern/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[l]:e.push(l),i++}if(r.maxItems!==void 0){let l=r.maxItems;if(!(typeof l==
"number"&&!(l%1)&&!isNaN(l))){let s={instancePath:n+"/maxItems",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"\
type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+
"/maxItems",schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}if(r.minItems!==void 0){let l=r.minItems;if(!(typeof l=="number"&&!(l%1)&&!isNaN(
l))){let s={instancePath:n+"/minItems",schemaPath:"#/$defs/nonNegativeIntegerDefault0/type",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+"/\
minItems",schemaPath:"#/$defs/nonNegativeIntegerDefault0/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}if(r.uniqueItems!==void 0&&typeof r.uniqueItems!="boolean"){let l={instancePath:n+
"/uniqueItems",schemaPath:"#/properties/uniqueItems/type",keyword:"type",params:{type:"boolean"}};e===null?e=[
l]:e.push(l),i++}if(r.maxContains!==void 0){let l=r.maxContains;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){let s={
instancePath:n+"/maxContains",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"type",params:{type:"intege\
r"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+"/maxContains",
schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=
[s]:e.push(s),i++}}if(r.minContains!==void 0){let l=r.minContains;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){
let s={instancePath:n+"/minContains",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+"/minCon\
tains",schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===
null?e=[s]:e.push(s),i++}}if(r.maxProperties!==void 0){let l=r.maxProperties;if(!(typeof l=="number"&&!(l%1)&&
!isNaN(l))){let s={instancePath:n+"/maxProperties",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"type",
params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+
"/maxProperties",schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}if(r.minProperties!==void 0){let l=r.minProperties;if(!(typeof l=="number"&&!(l%
1)&&!isNaN(l))){let s={instancePath:n+"/minProperties",schemaPath:"#/$defs/nonNegativeIntegerDefault0/type",keyword:"\
type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+
"/minProperties",schemaPath:"#/$defs/nonNegativeIntegerDefault0/minimum",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}if(r.required!==void 0){let l=r.required;if(Array.isArray(l)){let s=l.
length;for(let p=0;p<s;p++)if(typeof l[p]!="string"){let u={instancePath:n+"/required/"+p,schemaPath:"#/$defs/\
stringArray/items/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),i++}let a=l.length,o;if(a>
1){let p={};for(;a--;){let u=l[a];if(typeof u=="string"){if(typeof p[u]=="number"){o=p[u];let m={instancePath:n+
"/required",schemaPath:"#/$defs/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:a,j:o}};e===null?e=[m]:
e.push(m),i++;break}p[u]=a}}}}else{let s={instancePath:n+"/required",schemaPath:"#/$defs/stringArray/type",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(r.dependentRequired!==void 0){let l=r.dependentRequired;
if(l&&typeof l=="object"&&!Array.isArray(l))for(let s in l){let a=l[s];if(Array.isArray(a)){let o=a.length;for(let m=0;m<
o;m++)if(typeof a[m]!="string"){let h={instancePath:n+"/dependentRequired/"+s.replace(/~/g,"~0").replace(/\//g,
"~1")+"/"+m,schemaPath:"#/$defs/stringArray/items/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:
e.push(h),i++}let p=a.length,u;if(p>1){let m={};for(;p--;){let h=a[p];if(typeof h=="string"){if(typeof m[h]=="\
number"){u=m[h];let c={instancePath:n+"/dependentRequired/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/$defs/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:p,j:u}};e===null?e=[c]:e.push(c),i++;break}m[h]=
p}}}}else{let o={instancePath:n+"/dependentRequired/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/$\
defs/stringArray/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),i++}}else{let s={instancePath:n+
"/dependentRequired",schemaPath:"#/properties/dependentRequired/type",keyword:"type",params:{type:"object"}};e===
null?e=[s]:e.push(s),i++}}if(r.enum!==void 0&&!Array.isArray(r.enum)){let l={instancePath:n+"/enum",schemaPath:"\
#/properties/enum/type",keyword:"type",params:{type:"array"}};e===null?e=[l]:e.push(l),i++}if(r.type!==void 0){
let l=r.type,s=i,a=!1,o=i;if(!(l==="array"||l==="boolean"||l==="integer"||l==="null"||l==="number"||l==="objec\
t"||l==="string")){let u={instancePath:n+"/type",schemaPath:"#/$defs/simpleTypes/enum",keyword:"enum",params:{
allowedValues:Ke.enum}};e===null?e=[u]:e.push(u),i++}var y=o===i;a=a||y;let p=i;if(Array.isArray(l)){if(l.length<
1){let c={instancePath:n+"/type",schemaPath:"#/properties/type/anyOf/1/minItems",keyword:"minItems",params:{limit:1}};
e===null?e=[c]:e.push(c),i++}let u=l.length;for(let c=0;c<u;c++){let P=l[c];if(!(P==="array"||P==="boolean"||P===
"integer"||P==="null"||P==="number"||P==="object"||P==="string")){let b={instancePath:n+"/type/"+c,schemaPath:"\
#/$defs/simpleTypes/enum",keyword:"enum",params:{allowedValues:Ke.enum}};e===null?e=[b]:e.push(b),i++}}let m=l.
length,h;if(m>1){e:for(;m--;)for(h=m;h--;)if(or(l[m],l[h])){let c={instancePath:n+"/type",schemaPath:"#/proper\
ties/type/anyOf/1/uniqueItems",keyword:"uniqueItems",params:{i:m,j:h}};e===null?e=[c]:e.push(c),i++;break e}}}else{
let u={instancePath:n+"/type",schemaPath:"#/properties/type/anyOf/1/type",keyword:"type",params:{type:"array"}};
e===null?e=[u]:e.push(u),i++}var y=p===i;if(a=a||y,a)i=s,e!==null&&(s?e.length=s:e=null);else{let u={instancePath:n+
"/type",schemaPath:"#/properties/type/anyOf",keyword:"anyOf",params:{}};e===null?e=[u]:e.push(u),i++}}}return xe.
errors=e,i===0}xe.evaluated={props:{multipleOf:!0,maximum:!0,exclusiveMaximum:!0,minimum:!0,exclusiveMinimum:!0,
maxLength:!0,minLength:!0,pattern:!0,maxItems:!0,minItems:!0,uniqueItems:!0,maxContains:!0,minContains:!0,maxProperties:!0,
minProperties:!0,required:!0,dependentRequired:!0,const:!0,enum:!0,type:!0},dynamicProps:!1,dynamicItems:!1};var ur={
$schema:"https://json-schema.org/draft/2019-09/schema",$id:"https://json-schema.org/draft/2019-09/meta/meta-da\
ta",$vocabulary:{"https://json-schema.org/draft/2019-09/vocab/meta-data":!0},$recursiveAnchor:!0,title:"Meta-d\
ata vocabulary meta-schema",type:["object","boolean"],properties:{title:{type:"string"},description:{type:"str\
ing"},default:!0,deprecated:{type:"boolean",default:!1},readOnly:{type:"boolean",default:!1},writeOnly:{type:"\
boolean",default:!1},examples:{type:"array",items:!0}}};function Oe(r,{instancePath:n="",parentData:D,parentDataProperty:N,
rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=Oe.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&
(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="boolean"){let y={instancePath:n,schemaPath:"\
#/type",keyword:"type",params:{type:ur.type}};e===null?e=[y]:e.push(y),i++}if(t[""]||(t[""]=Oe),r&&typeof r=="\
object"&&!Array.isArray(r)){if(r.title!==void 0&&typeof r.title!="string"){let y={instancePath:n+"/title",schemaPath:"\
#/properties/title/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),i++}if(r.description!==
void 0&&typeof r.description!="string"){let y={instancePath:n+"/description",schemaPath:"#/properties/descript\
ion/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:e.push(y),i++}if(r.deprecated!==void 0&&typeof r.
deprecated!="boolean"){let y={instancePath:n+"/deprecated",schemaPath:"#/properties/deprecated/type",keyword:"\
type",params:{type:"boolean"}};e===null?e=[y]:e.push(y),i++}if(r.readOnly!==void 0&&typeof r.readOnly!="boolea\
n"){let y={instancePath:n+"/readOnly",schemaPath:"#/properties/readOnly/type",keyword:"type",params:{type:"boo\
lean"}};e===null?e=[y]:e.push(y),i++}if(r.writeOnly!==void 0&&typeof r.writeOnly!="boolean"){let y={instancePath:n+
"/writeOnly",schemaPath:"#/properties/writeOnly/type",keyword:"type",params:{type:"boolean"}};e===null?e=[y]:e.
push(y),i++}if(r.examples!==void 0&&!Array.isArray(r.examples)){let y={instancePath:n+"/examples",schemaPath:"\
#/properties/examples/type",keyword:"type",params:{type:"array"}};e===null?e=[y]:e.push(y),i++}}return Oe.errors=
e,i===0}Oe.evaluated={props:{title:!0,description:!0,default:!0,deprecated:!0,readOnly:!0,writeOnly:!0,examples:!0},
dynamicProps:!1,dynamicItems:!1};var fr={$schema:"https://json-schema.org/draft/2019-09/schema",$id:"https://j\
son-schema.org/draft/2019-09/meta/format",$vocabulary:{"https://json-schema.org/draft/2019-09/vocab/format":!0},
$recursiveAnchor:!0,title:"Format vocabulary meta-schema",type:["object","boolean"],properties:{format:{type:"\
string"}}};function Ne(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){
let e=null,i=0,d=Ne.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r==
"object"&&!Array.isArray(r))&&typeof r!="boolean"){let y={instancePath:n,schemaPath:"#/type",keyword:"type",params:{
type:fr.type}};e===null?e=[y]:e.push(y),i++}if(t[""]||(t[""]=Ne),r&&typeof r=="object"&&!Array.isArray(r)&&r.format!==
void 0&&typeof r.format!="string"){let y={instancePath:n+"/format",schemaPath:"#/properties/format/type",keyword:"\
type",params:{type:"string"}};e===null?e=[y]:e.push(y),i++}return Ne.errors=e,i===0}Ne.evaluated={props:{format:!0},
dynamicProps:!1,dynamicItems:!1};var mr={$schema:"https://json-schema.org/draft/2019-09/schema",$id:"https://j\
son-schema.org/draft/2019-09/meta/content",$vocabulary:{"https://json-schema.org/draft/2019-09/vocab/content":!0},
$recursiveAnchor:!0,title:"Content vocabulary meta-schema",type:["object","boolean"],properties:{contentMediaType:{
type:"string"},contentEncoding:{type:"string"},contentSchema:{$recursiveRef:"#"}}};function X(r,{instancePath:n="",
parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=X.evaluated;if(d.dynamicProps&&
(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="bool\
ean"){let o={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:mr.type}};e===null?e=[o]:e.push(o),
i++}if(t[""]||(t[""]=X),r&&typeof r=="object"&&!Array.isArray(r)){if(r.contentMediaType!==void 0&&typeof r.contentMediaType!=
"string"){let o={instancePath:n+"/contentMediaType",schemaPath:"#/properties/contentMediaType/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}if(r.contentEncoding!==void 0&&typeof r.contentEncoding!=
"string"){let o={instancePath:n+"/contentEncoding",schemaPath:"#/properties/contentEncoding/type",keyword:"typ\
e",params:{type:"string"}};e===null?e=[o]:e.push(o),i++}if(r.contentSchema!==void 0){let o=r.contentSchema,p=t[""];
if(p)if(!p(o,{instancePath:n+"/contentSchema",parentData:r,parentDataProperty:"contentSchema",rootData:f,dynamicAnchors:t}))
e=e===null?p.errors:e.concat(p.errors),i=e.length;else var y=p.evaluated.props,l=p.evaluated.items;else if(!X(
o,{instancePath:n+"/contentSchema",parentData:r,parentDataProperty:"contentSchema",rootData:f,dynamicAnchors:t}))
e=e===null?X.errors:e.concat(X.errors),i=e.length;else{var s=X.evaluated.props;y!==!0&&s!==void 0&&(s===!0?y=!0:
(y=y||{},Object.assign(y,s)));var a=X.evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>a?l:a)}}}return X.errors=
e,i===0}X.evaluated={props:{contentMediaType:!0,contentEncoding:!0,contentSchema:!0},dynamicProps:!1,dynamicItems:!1};
function U(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,
i=0,d=U.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&
!Array.isArray(r))&&typeof r!="boolean"){let c={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:nr.
type}};e===null?e=[c]:e.push(c),i++}if(t[""]||(t[""]=U),Q(r,{instancePath:n,parentData:D,parentDataProperty:N,
rootData:f,dynamicAnchors:t})||(e=e===null?Q.errors:e.concat(Q.errors),i=e.length),$(r,{instancePath:n,parentData:D,
parentDataProperty:N,rootData:f,dynamicAnchors:t})||(e=e===null?$.errors:e.concat($.errors),i=e.length),xe(r,{
instancePath:n,parentData:D,parentDataProperty:N,rootData:f,dynamicAnchors:t})||(e=e===null?xe.errors:e.concat(
xe.errors),i=e.length),Oe(r,{instancePath:n,parentData:D,parentDataProperty:N,rootData:f,dynamicAnchors:t})||(e=
e===null?Oe.errors:e.concat(Oe.errors),i=e.length),Ne(r,{instancePath:n,parentData:D,parentDataProperty:N,rootData:f,
dynamicAnchors:t})||(e=e===null?Ne.errors:e.concat(Ne.errors),i=e.length),X(r,{instancePath:n,parentData:D,parentDataProperty:N,
rootData:f,dynamicAnchors:t})||(e=e===null?X.errors:e.concat(X.errors),i=e.length),r&&typeof r=="object"&&!Array.
isArray(r)){if(r.definitions!==void 0){let c=r.definitions;if(c&&typeof c=="object"&&!Array.isArray(c))for(let P in c){
let b=c[P],w=t[""];if(w)if(!w(b,{instancePath:n+"/definitions/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:c,
parentDataProperty:P,rootData:f,dynamicAnchors:t}))e=e===null?w.errors:e.concat(w.errors),i=e.length;else var y=w.
evaluated.props,l=w.evaluated.items;else if(!U(b,{instancePath:n+"/definitions/"+P.replace(/~/g,"~0").replace(
/\//g,"~1"),parentData:c,parentDataProperty:P,rootData:f,dynamicAnchors:t}))e=e===null?U.errors:e.concat(U.errors),
i=e.length;else{var s=U.evaluated.props;y!==!0&&s!==void 0&&(s===!0?y=!0:(y=y||{},Object.assign(y,s)));var a=U.
evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>a?l:a)}}else{let P={instancePath:n+"/definitions",schemaPath:"\
#/properties/definitions/type",keyword:"type",params:{type:"object"}};e===null?e=[P]:e.push(P),i++}}if(r.dependencies!==
void 0){let c=r.dependencies;if(c&&typeof c=="object"&&!Array.isArray(c))for(let P in c){let b=c[P],w=i,x=!1,A=i,
q=t[""];if(q)if(!q(b,{instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:c,parentDataProperty:P,
rootData:f,dynamicAnchors:t}))e=e===null?q.errors:e.concat(q.errors),i=e.length;else var o=q.evaluated.props,p=q.
evaluated.items;else if(!U(b,{instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:c,
parentDataProperty:P,rootData:f,dynamicAnchors:t}))e=e===null?U.errors:e.concat(U.errors),i=e.length;else{var u=U.
evaluated.props;o!==!0&&u!==void 0&&(u===!0?o=!0:(o=o||{},Object.assign(o,u)));var m=U.evaluated.items;p!==!0&&
m!==void 0&&(p=m===!0?!0:p>m?p:m)}var h=A===i;x=x||h;let G=i;if(Array.isArray(b)){let _=b.length;for(let R=0;R<
_;R++)if(typeof b[R]!="string"){let M={instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1")+
"/"+R,schemaPath:"meta/validation#/$defs/stringArray/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[M]:e.push(M),i++}let T=b.length,H;if(T>1){let R={};for(;T--;){let M=b[T];if(typeof M=="string"){if(typeof R[M]==
"number"){H=R[M];let V={instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"m\
eta/validation#/$defs/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:T,j:H}};e===null?e=[V]:e.push(V),
i++;break}R[M]=T}}}}else{let _={instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
meta/validation#/$defs/stringArray/type",keyword:"type",params:{type:"array"}};e===null?e=[_]:e.push(_),i++}var h=G===
i;if(x=x||h,h&&p!==!0&&(p=!0),x)i=w,e!==null&&(w?e.length=w:e=null);else{let _={instancePath:n+"/dependencies/"+
P.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/dependencies/additionalProperties/anyOf",keyword:"\
anyOf",params:{}};e===null?e=[_]:e.push(_),i++}}else{let P={instancePath:n+"/dependencies",schemaPath:"#/prope\
rties/dependencies/type",keyword:"type",params:{type:"object"}};e===null?e=[P]:e.push(P),i++}}}return U.errors=
e,i===0}U.evaluated={props:{definitions:!0,dependencies:!0,contentMediaType:!0,contentEncoding:!0,contentSchema:!0,
format:!0,title:!0,description:!0,default:!0,deprecated:!0,readOnly:!0,writeOnly:!0,examples:!0,multipleOf:!0,
maximum:!0,exclusiveMaximum:!0,minimum:!0,exclusiveMinimum:!0,maxLength:!0,minLength:!0,pattern:!0,maxItems:!0,
minItems:!0,uniqueItems:!0,maxContains:!0,minContains:!0,maxProperties:!0,minProperties:!0,required:!0,dependentRequired:!0,
const:!0,enum:!0,type:!0,additionalItems:!0,unevaluatedItems:!0,items:!0,contains:!0,additionalProperties:!0,unevaluatedProperties:!0,
properties:!0,patternProperties:!0,dependentSchemas:!0,propertyNames:!0,if:!0,then:!0,else:!0,allOf:!0,anyOf:!0,
oneOf:!0,not:!0,$id:!0,$schema:!0,$anchor:!0,$ref:!0,$recursiveRef:!0,$recursiveAnchor:!0,$vocabulary:!0,$comment:!0,
$defs:!0},dynamicProps:!1,dynamicItems:!1};var yr=W,cr={$schema:"https://json-schema.org/draft/2020-12/schema",$id:"https://json-schema.org/draft/2020-12\
/schema",$vocabulary:{"https://json-schema.org/draft/2020-12/vocab/core":!0,"https://json-schema.org/draft/202\
0-12/vocab/applicator":!0,"https://json-schema.org/draft/2020-12/vocab/unevaluated":!0,"https://json-schema.or\
g/draft/2020-12/vocab/validation":!0,"https://json-schema.org/draft/2020-12/vocab/meta-data":!0,"https://json-\
schema.org/draft/2020-12/vocab/format-annotation":!0,"https://json-schema.org/draft/2020-12/vocab/content":!0},
$dynamicAnchor:"meta",title:"Core and Validation specifications meta-schema",allOf:[{$ref:"meta/core"},{$ref:"\
meta/applicator"},{$ref:"meta/unevaluated"},{$ref:"meta/validation"},{$ref:"meta/meta-data"},{$ref:"meta/forma\
t-annotation"},{$ref:"meta/content"}],type:["object","boolean"],$comment:"This meta-schema also defines keywor\
ds that have appeared in previous drafts in order to prevent incompatible extensions as they remain in common \
use.",properties:{definitions:{$comment:'"definitions" has been replaced by "$defs".',type:"object",additionalProperties:{
$dynamicRef:"#meta"},deprecated:!0,default:{}},dependencies:{$comment:'"dependencies" has been split and repla\
ced by "dependentSchemas" and "dependentRequired" in order to serve their differing semantics.',type:"object",
additionalProperties:{anyOf:[{$dynamicRef:"#meta"},{$ref:"meta/validation#/$defs/stringArray"}]},deprecated:!0,
default:{}},$recursiveAnchor:{$comment:'"$recursiveAnchor" has been replaced by "$dynamicAnchor".',$ref:"meta/\
core#/$defs/anchorString",deprecated:!0},$recursiveRef:{$comment:'"$recursiveRef" has been replaced by "$dynam\
icRef".',$ref:"meta/core#/$defs/uriReferenceString",deprecated:!0}}};var dr={$schema:"https://json-schema.org/draft/2020-12/schema",$id:"https://json-schema.org/draft/2020-12/meta\
/core",$vocabulary:{"https://json-schema.org/draft/2020-12/vocab/core":!0},$dynamicAnchor:"meta",title:"Core v\
ocabulary meta-schema",type:["object","boolean"],properties:{$id:{$ref:"#/$defs/uriReferenceString",$comment:"\
Non-empty fragments not allowed.",pattern:"^[^#]*#?$"},$schema:{$ref:"#/$defs/uriString"},$ref:{$ref:"#/$defs/\
uriReferenceString"},$anchor:{$ref:"#/$defs/anchorString"},$dynamicRef:{$ref:"#/$defs/uriReferenceString"},$dynamicAnchor:{
$ref:"#/$defs/anchorString"},$vocabulary:{type:"object",propertyNames:{$ref:"#/$defs/uriString"},additionalProperties:{
type:"boolean"}},$comment:{type:"string"},$defs:{type:"object",additionalProperties:{$dynamicRef:"#meta"}}},$defs:{
anchorString:{type:"string",pattern:"^[A-Za-z_][-A-Za-z0-9._]*$"},uriString:{type:"string",format:"uri"},uriReferenceString:{
type:"string",format:"uri-reference"}}};var hr=new RegExp("^[^#]*#?$","u"),Ue=new RegExp("^[A-Za-z_][-A-Za-z0-9._]*$","u");function Y(r,{instancePath:n="",
parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=Y.evaluated;if(d.dynamicProps&&
(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="bool\
ean"){let p={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:dr.type}};e===null?e=[p]:e.push(p),
i++}if(t.meta||(t.meta=Y),r&&typeof r=="object"&&!Array.isArray(r)){if(r.$id!==void 0){let p=r.$id;if(typeof p!=
"string"){let u={instancePath:n+"/$id",schemaPath:"#/$defs/uriReferenceString/type",keyword:"type",params:{type:"\
string"}};e===null?e=[u]:e.push(u),i++}if(typeof p=="string"&&!hr.test(p)){let u={instancePath:n+"/$id",schemaPath:"\
#/properties/%24id/pattern",keyword:"pattern",params:{pattern:"^[^#]*#?$"}};e===null?e=[u]:e.push(u),i++}}if(r.
$schema!==void 0&&typeof r.$schema!="string"){let p={instancePath:n+"/$schema",schemaPath:"#/$defs/uriString/t\
ype",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}if(r.$ref!==void 0&&typeof r.$ref!="s\
tring"){let p={instancePath:n+"/$ref",schemaPath:"#/$defs/uriReferenceString/type",keyword:"type",params:{type:"\
string"}};e===null?e=[p]:e.push(p),i++}if(r.$anchor!==void 0){let p=r.$anchor;if(typeof p=="string"){if(!Ue.test(
p)){let u={instancePath:n+"/$anchor",schemaPath:"#/$defs/anchorString/pattern",keyword:"pattern",params:{pattern:"\
^[A-Za-z_][-A-Za-z0-9._]*$"}};e===null?e=[u]:e.push(u),i++}}else{let u={instancePath:n+"/$anchor",schemaPath:"\
#/$defs/anchorString/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),i++}}if(r.$dynamicRef!==
void 0&&typeof r.$dynamicRef!="string"){let p={instancePath:n+"/$dynamicRef",schemaPath:"#/$defs/uriReferenceS\
tring/type",keyword:"type",params:{type:"string"}};e===null?e=[p]:e.push(p),i++}if(r.$dynamicAnchor!==void 0){
let p=r.$dynamicAnchor;if(typeof p=="string"){if(!Ue.test(p)){let u={instancePath:n+"/$dynamicAnchor",schemaPath:"\
#/$defs/anchorString/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z_][-A-Za-z0-9._]*$"}};e===null?e=[u]:
e.push(u),i++}}else{let u={instancePath:n+"/$dynamicAnchor",schemaPath:"#/$defs/anchorString/type",keyword:"ty\
pe",params:{type:"string"}};e===null?e=[u]:e.push(u),i++}}if(r.$vocabulary!==void 0){let p=r.$vocabulary;if(p&&
typeof p=="object"&&!Array.isArray(p)){for(let u in p){let m=i;if(typeof u!="string"){let h={instancePath:n+"/\
$vocabulary",schemaPath:"#/$defs/uriString/type",keyword:"type",params:{type:"string"},propertyName:u};e===null?
e=[h]:e.push(h),i++}var y=m===i;if(!y){let h={instancePath:n+"/$vocabulary",schemaPath:"#/properties/%24vocabu\
lary/propertyNames",keyword:"propertyNames",params:{propertyName:u}};e===null?e=[h]:e.push(h),i++}}for(let u in p)
if(typeof p[u]!="boolean"){let m={instancePath:n+"/$vocabulary/"+u.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/properties/%24vocabulary/additionalProperties/type",keyword:"type",params:{type:"boolean"}};e===null?e=[m]:e.
push(m),i++}}else{let u={instancePath:n+"/$vocabulary",schemaPath:"#/properties/%24vocabulary/type",keyword:"t\
ype",params:{type:"object"}};e===null?e=[u]:e.push(u),i++}}if(r.$comment!==void 0&&typeof r.$comment!="string"){
let p={instancePath:n+"/$comment",schemaPath:"#/properties/%24comment/type",keyword:"type",params:{type:"strin\
g"}};e===null?e=[p]:e.push(p),i++}if(r.$defs!==void 0){let p=r.$defs;if(p&&typeof p=="object"&&!Array.isArray(
p))for(let u in p){let m=p[u],h=t.meta;if(h)if(!h(m,{instancePath:n+"/$defs/"+u.replace(/~/g,"~0").replace(/\//g,
"~1"),parentData:p,parentDataProperty:u,rootData:f,dynamicAnchors:t}))e=e===null?h.errors:e.concat(h.errors),i=
e.length;else var l=h.evaluated.props,s=h.evaluated.items;else if(!Y(m,{instancePath:n+"/$defs/"+u.replace(/~/g,
"~0").replace(/\//g,"~1"),parentData:p,parentDataProperty:u,rootData:f,dynamicAnchors:t}))e=e===null?Y.errors:
e.concat(Y.errors),i=e.length;else{var a=Y.evaluated.props;l!==!0&&a!==void 0&&(a===!0?l=!0:(l=l||{},Object.assign(
l,a)));var o=Y.evaluated.items;s!==!0&&o!==void 0&&(s=o===!0?!0:s>o?s:o)}}else{let u={instancePath:n+"/$defs",
schemaPath:"#/properties/%24defs/type",keyword:"type",params:{type:"object"}};e===null?e=[u]:e.push(u),i++}}}return Y.
errors=e,i===0}Y.evaluated={props:{$id:!0,$schema:!0,$ref:!0,$anchor:!0,$dynamicRef:!0,$dynamicAnchor:!0,$vocabulary:!0,
$comment:!0,$defs:!0},dynamicProps:!1,dynamicItems:!1};var gr={$schema:"https://json-schema.org/draft/2020-12/\
schema",$id:"https://json-schema.org/draft/2020-12/meta/applicator",$vocabulary:{"https://json-schema.org/draf\
t/2020-12/vocab/applicator":!0},$dynamicAnchor:"meta",title:"Applicator vocabulary meta-schema",type:["object",
"boolean"],properties:{prefixItems:{$ref:"#/$defs/schemaArray"},items:{$dynamicRef:"#meta"},contains:{$dynamicRef:"\
#meta"},additionalProperties:{$dynamicRef:"#meta"},properties:{type:"object",additionalProperties:{$dynamicRef:"\
#meta"},default:{}},patternProperties:{type:"object",additionalProperties:{$dynamicRef:"#meta"},propertyNames:{
format:"regex"},default:{}},dependentSchemas:{type:"object",additionalProperties:{$dynamicRef:"#meta"},default:{}},
propertyNames:{$dynamicRef:"#meta"},if:{$dynamicRef:"#meta"},then:{$dynamicRef:"#meta"},else:{$dynamicRef:"#me\
ta"},allOf:{$ref:"#/$defs/schemaArray"},anyOf:{$ref:"#/$defs/schemaArray"},oneOf:{$ref:"#/$defs/schemaArray"},
not:{$dynamicRef:"#meta"}},$defs:{schemaArray:{type:"array",minItems:1,items:{$dynamicRef:"#meta"}}}};function z(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,
i=0,d=z.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),Array.isArray(r)){if(r.
length<1){let p={instancePath:n,schemaPath:"#/minItems",keyword:"minItems",params:{limit:1}};e===null?e=[p]:e.
push(p),i++}let o=r.length;for(let p=0;p<o;p++){let u=r[p],m=t.meta;if(m)if(!m(u,{instancePath:n+"/"+p,parentData:r,
parentDataProperty:p,rootData:f,dynamicAnchors:t}))e=e===null?m.errors:e.concat(m.errors),i=e.length;else var y=m.
evaluated.props,l=m.evaluated.items;else if(!z(u,{instancePath:n+"/"+p,parentData:r,parentDataProperty:p,rootData:f,
dynamicAnchors:t}))e=e===null?z.errors:e.concat(z.errors),i=e.length;else{var s=z.evaluated.props;y!==!0&&s!==
void 0&&(s===!0?y=!0:(y=y||{},Object.assign(y,s)));var a=z.evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>
a?l:a)}}}else{let o={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.
push(o),i++}return z.errors=e,i===0}z.evaluated={items:!0,dynamicProps:!1,dynamicItems:!1};function I(r,{instancePath:n="",
parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=I.evaluated;if(d.dynamicProps&&
(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="bool\
ean"){let j={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:gr.type}};e===null?e=[j]:e.push(j),
i++}if(t.meta||(t.meta=I),r&&typeof r=="object"&&!Array.isArray(r)){if(r.prefixItems!==void 0&&(z(r.prefixItems,
{instancePath:n+"/prefixItems",parentData:r,parentDataProperty:"prefixItems",rootData:f,dynamicAnchors:t})||(e=
e===null?z.errors:e.concat(z.errors),i=e.length)),r.items!==void 0){let j=r.items,v=t.meta;if(v)if(!v(j,{instancePath:n+
"/items",parentData:r,parentDataProperty:"items",rootData:f,dynamicAnchors:t}))e=e===null?v.errors:e.concat(v.
errors),i=e.length;else var y=v.evaluated.props,l=v.evaluated.items;else if(!I(j,{instancePath:n+"/items",parentData:r,
parentDataProperty:"items",rootData:f,dynamicAnchors:t}))e=e===null?I.errors:e.concat(I.errors),i=e.length;else{
var s=I.evaluated.props;y!==!0&&s!==void 0&&(s===!0?y=!0:(y=y||{},Object.assign(y,s)));var a=I.evaluated.items;
l!==!0&&a!==void 0&&(l=a===!0?!0:l>a?l:a)}}if(r.contains!==void 0){let j=r.contains,v=t.meta;if(v)if(!v(j,{instancePath:n+
"/contains",parentData:r,parentDataProperty:"contains",rootData:f,dynamicAnchors:t}))e=e===null?v.errors:e.concat(
v.errors),i=e.length;else var o=v.evaluated.props,p=v.evaluated.items;else if(!I(j,{instancePath:n+"/contains",
parentData:r,parentDataProperty:"contains",rootData:f,dynamicAnchors:t}))e=e===null?I.errors:e.concat(I.errors),
i=e.length;else{var u=I.evaluated.props;o!==!0&&u!==void 0&&(u===!0?o=!0:(o=o||{},Object.assign(o,u)));var m=I.
evaluated.items;p!==!0&&m!==void 0&&(p=m===!0?!0:p>m?p:m)}}if(r.additionalProperties!==void 0){let j=r.additionalProperties,
v=t.meta;if(v)if(!v(j,{instancePath:n+"/additionalProperties",parentData:r,parentDataProperty:"additionalPrope\
rties",rootData:f,dynamicAnchors:t}))e=e===null?v.errors:e.concat(v.errors),i=e.length;else var h=v.evaluated.
props,c=v.evaluated.items;else if(!I(j,{instancePath:n+"/additionalProperties",parentData:r,parentDataProperty:"\
additionalProperties",rootData:f,dynamicAnchors:t}))e=e===null?I.errors:e.concat(I.errors),i=e.length;else{var P=I.
evaluated.props;h!==!0&&P!==void 0&&(P===!0?h=!0:(h=h||{},Object.assign(h,P)));var b=I.evaluated.items;c!==!0&&
b!==void 0&&(c=b===!0?!0:c>b?c:b)}}if(r.properties!==void 0){let j=r.properties;if(j&&typeof j=="object"&&!Array.
isArray(j))for(let v in j){let B=j[v],S=t.meta;if(S)if(!S(B,{instancePath:n+"/properties/"+v.replace(/~/g,"~0").
replace(/\//g,"~1"),parentData:j,parentDataProperty:v,rootData:f,dynamicAnchors:t}))e=e===null?S.errors:e.concat(
S.errors),i=e.length;else var w=S.evaluated.props,x=S.evaluated.items;else if(!I(B,{instancePath:n+"/propertie\
s/"+v.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:j,parentDataProperty:v,rootData:f,dynamicAnchors:t}))e=
e===null?I.errors:e.concat(I.errors),i=e.length;else{var A=I.evaluated.props;w!==!0&&A!==void 0&&(A===!0?w=!0:
(w=w||{},Object.assign(w,A)));var q=I.evaluated.items;x!==!0&&q!==void 0&&(x=q===!0?!0:x>q?x:q)}}else{let v={instancePath:n+
"/properties",schemaPath:"#/properties/properties/type",keyword:"type",params:{type:"object"}};e===null?e=[v]:
e.push(v),i++}}if(r.patternProperties!==void 0){let j=r.patternProperties;if(j&&typeof j=="object"&&!Array.isArray(
j)){for(let v in j){var G=i===i;if(!G){let S={instancePath:n+"/patternProperties",schemaPath:"#/properties/pat\
ternProperties/propertyNames",keyword:"propertyNames",params:{propertyName:v}};e===null?e=[S]:e.push(S),i++}}for(let v in j){
let B=j[v],S=t.meta;if(S)if(!S(B,{instancePath:n+"/patternProperties/"+v.replace(/~/g,"~0").replace(/\//g,"~1"),
parentData:j,parentDataProperty:v,rootData:f,dynamicAnchors:t}))e=e===null?S.errors:e.concat(S.errors),i=e.length;else
var _=S.evaluated.props,T=S.evaluated.items;else if(!I(B,{instancePath:n+"/patternProperties/"+v.replace(/~/g,
"~0").replace(/\//g,"~1"),parentData:j,parentDataProperty:v,rootData:f,dynamicAnchors:t}))e=e===null?I.errors:
e.concat(I.errors),i=e.length;else{var H=I.evaluated.props;_!==!0&&H!==void 0&&(H===!0?_=!0:(_=_||{},Object.assign(
_,H)));var R=I.evaluated.items;T!==!0&&R!==void 0&&(T=R===!0?!0:T>R?T:R)}}}else{let v={instancePath:n+"/patter\
nProperties",schemaPath:"#/properties/patternProperties/type",keyword:"type",params:{type:"object"}};e===null?
e=[v]:e.push(v),i++}}if(r.dependentSchemas!==void 0){let j=r.dependentSchemas;if(j&&typeof j=="object"&&!Array.
isArray(j))for(let v in j){let B=j[v],S=t.meta;if(S)if(!S(B,{instancePath:n+"/dependentSchemas/"+v.replace(/~/g,
"~0").replace(/\//g,"~1"),parentData:j,parentDataProperty:v,rootData:f,dynamicAnchors:t}))e=e===null?S.errors:
e.concat(S.errors),i=e.length;else var M=S.evaluated.props,V=S.evaluated.items;else if(!I(B,{instancePath:n+"/\
dependentSchemas/"+v.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:j,parentDataProperty:v,rootData:f,dynamicAnchors:t}))
e=e===null?I.errors:e.concat(I.errors),i=e.length;else{var ke=I.evaluated.props;M!==!0&&ke!==void 0&&(ke===!0?
M=!0:(M=M||{},Object.assign(M,ke)));var fe=I.evaluated.items;V!==!0&&fe!==void 0&&(V=fe===!0?!0:V>fe?V:fe)}}else{
let v={instancePath:n+"/dependentSchemas",schemaPath:"#/properties/dependentSchemas/type",keyword:"type",params:{
type:"object"}};e===null?e=[v]:e.push(v),i++}}if(r.propertyNames!==void 0){let j=r.propertyNames,v=t.meta;if(v)
if(!v(j,{instancePath:n+"/propertyNames",parentData:r,parentDataProperty:"propertyNames",rootData:f,dynamicAnchors:t}))
e=e===null?v.errors:e.concat(v.errors),i=e.length;else var re=v.evaluated.props,me=v.evaluated.items;else if(!I(
j,{instancePath:n+"/propertyNames",parentData:r,parentDataProperty:"propertyNames",rootData:f,dynamicAnchors:t}))
e=e===null?I.errors:e.concat(I.errors),i=e.length;else{var we=I.evaluated.props;re!==!0&&we!==void 0&&(we===!0?
re=!0:(re=re||{},Object.assign(re,we)));var ye=I.evaluated.items;me!==!0&&ye!==void 0&&(me=ye===!0?!0:me>ye?me:
ye)}}if(r.if!==void 0){let j=r.if,v=t.meta;if(v)if(!v(j,{instancePath:n+"/if",parentData:r,parentDataProperty:"\
if",rootData:f,dynamicAnchors:t}))e=e===null?v.errors:e.concat(v.errors),i=e.length;else var je=v.evaluated.props,
te=v.evaluated.items;else if(!I(j,{instancePath:n+"/if",parentData:r,parentDataProperty:"if",rootData:f,dynamicAnchors:t}))
e=e===null?I.errors:e.concat(I.errors),i=e.length;else{var de=I.evaluated.props;je!==!0&&de!==void 0&&(de===!0?
je=!0:(je=je||{},Object.assign(je,de)));var he=I.evaluated.items;te!==!0&&he!==void 0&&(te=he===!0?!0:te>he?te:
he)}}if(r.then!==void 0){let j=r.then,v=t.meta;if(v)if(!v(j,{instancePath:n+"/then",parentData:r,parentDataProperty:"\
then",rootData:f,dynamicAnchors:t}))e=e===null?v.errors:e.concat(v.errors),i=e.length;else var ne=v.evaluated.
props,ie=v.evaluated.items;else if(!I(j,{instancePath:n+"/then",parentData:r,parentDataProperty:"then",rootData:f,
dynamicAnchors:t}))e=e===null?I.errors:e.concat(I.errors),i=e.length;else{var ge=I.evaluated.props;ne!==!0&&ge!==
void 0&&(ge===!0?ne=!0:(ne=ne||{},Object.assign(ne,ge)));var ve=I.evaluated.items;ie!==!0&&ve!==void 0&&(ie=ve===
!0?!0:ie>ve?ie:ve)}}if(r.else!==void 0){let j=r.else,v=t.meta;if(v)if(!v(j,{instancePath:n+"/else",parentData:r,
parentDataProperty:"else",rootData:f,dynamicAnchors:t}))e=e===null?v.errors:e.concat(v.errors),i=e.length;else
var se=v.evaluated.props,ae=v.evaluated.items;else if(!I(j,{instancePath:n+"/else",parentData:r,parentDataProperty:"\
else",rootData:f,dynamicAnchors:t}))e=e===null?I.errors:e.concat(I.errors),i=e.length;else{var Pe=I.evaluated.
props;se!==!0&&Pe!==void 0&&(Pe===!0?se=!0:(se=se||{},Object.assign(se,Pe)));var $e=I.evaluated.items;ae!==!0&&
$e!==void 0&&(ae=$e===!0?!0:ae>$e?ae:$e)}}if(r.allOf!==void 0&&(z(r.allOf,{instancePath:n+"/allOf",parentData:r,
parentDataProperty:"allOf",rootData:f,dynamicAnchors:t})||(e=e===null?z.errors:e.concat(z.errors),i=e.length)),
r.anyOf!==void 0&&(z(r.anyOf,{instancePath:n+"/anyOf",parentData:r,parentDataProperty:"anyOf",rootData:f,dynamicAnchors:t})||
(e=e===null?z.errors:e.concat(z.errors),i=e.length)),r.oneOf!==void 0&&(z(r.oneOf,{instancePath:n+"/oneOf",parentData:r,
parentDataProperty:"oneOf",rootData:f,dynamicAnchors:t})||(e=e===null?z.errors:e.concat(z.errors),i=e.length)),
r.not!==void 0){let j=r.not,v=t.meta;if(v)if(!v(j,{instancePath:n+"/not",parentData:r,parentDataProperty:"not",
rootData:f,dynamicAnchors:t}))e=e===null?v.errors:e.concat(v.errors),i=e.length;else var le=v.evaluated.props,
pe=v.evaluated.items;else if(!I(j,{instancePath:n+"/not",parentData:r,parentDataProperty:"not",rootData:f,dynamicAnchors:t}))
e=e===null?I.errors:e.concat(I.errors),i=e.length;else{var be=I.evaluated.props;le!==!0&&be!==void 0&&(be===!0?
le=!0:(le=le||{},Object.assign(le,be)));var Ie=I.evaluated.items;pe!==!0&&Ie!==void 0&&(pe=Ie===!0?!0:pe>Ie?pe:
Ie)}}}return I.errors=e,i===0}I.evaluated={props:{prefixItems:!0,items:!0,contains:!0,additionalProperties:!0,
properties:!0,patternProperties:!0,dependentSchemas:!0,propertyNames:!0,if:!0,then:!0,else:!0,allOf:!0,anyOf:!0,
oneOf:!0,not:!0},dynamicProps:!1,dynamicItems:!1};var vr={$schema:"https://json-schema.org/draft/2020-12/schem\
a",$id:"https://json-schema.org/draft/2020-12/meta/unevaluated",$vocabulary:{"https://json-schema.org/draft/20\
20-12/vocab/unevaluated":!0},$dynamicAnchor:"meta",title:"Unevaluated applicator vocabulary meta-schema",type:[
"object","boolean"],properties:{unevaluatedItems:{$dynamicRef:"#meta"},unevaluatedProperties:{$dynamicRef:"#me\
ta"}}};function Z(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){
let e=null,i=0,d=Z.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r==
"object"&&!Array.isArray(r))&&typeof r!="boolean"){let h={instancePath:n,schemaPath:"#/type",keyword:"type",params:{
type:vr.type}};e===null?e=[h]:e.push(h),i++}if(t.meta||(t.meta=Z),r&&typeof r=="object"&&!Array.isArray(r)){if(r.
unevaluatedItems!==void 0){let h=r.unevaluatedItems,c=t.meta;if(c)if(!c(h,{instancePath:n+"/unevaluatedItems",
parentData:r,parentDataProperty:"unevaluatedItems",rootData:f,dynamicAnchors:t}))e=e===null?c.errors:e.concat(
c.errors),i=e.length;else var y=c.evaluated.props,l=c.evaluated.items;else if(!Z(h,{instancePath:n+"/unevaluat\
edItems",parentData:r,parentDataProperty:"unevaluatedItems",rootData:f,dynamicAnchors:t}))e=e===null?Z.errors:
e.concat(Z.errors),i=e.length;else{var s=Z.evaluated.props;y!==!0&&s!==void 0&&(s===!0?y=!0:(y=y||{},Object.assign(
y,s)));var a=Z.evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>a?l:a)}}if(r.unevaluatedProperties!==void 0){
let h=r.unevaluatedProperties,c=t.meta;if(c)if(!c(h,{instancePath:n+"/unevaluatedProperties",parentData:r,parentDataProperty:"\
unevaluatedProperties",rootData:f,dynamicAnchors:t}))e=e===null?c.errors:e.concat(c.errors),i=e.length;else var o=c.
evaluated.props,p=c.evaluated.items;else if(!Z(h,{instancePath:n+"/unevaluatedProperties",parentData:r,parentDataProperty:"\
unevaluatedProperties",rootData:f,dynamicAnchors:t}))e=e===null?Z.errors:e.concat(Z.errors),i=e.length;else{var u=Z.
evaluated.props;o!==!0&&u!==void 0&&(u===!0?o=!0:(o=o||{},Object.assign(o,u)));var m=Z.evaluated.items;p!==!0&&
m!==void 0&&(p=m===!0?!0:p>m?p:m)}}}return Z.errors=e,i===0}Z.evaluated={props:{unevaluatedItems:!0,unevaluatedProperties:!0},
dynamicProps:!1,dynamicItems:!1};var Pr={$schema:"https://json-schema.org/draft/2020-12/schema",$id:"https://j\
son-schema.org/draft/2020-12/meta/validation",$vocabulary:{"https://json-schema.org/draft/2020-12/vocab/valida\
tion":!0},$dynamicAnchor:"meta",title:"Validation vocabulary meta-schema",type:["object","boolean"],properties:{
type:{anyOf:[{$ref:"#/$defs/simpleTypes"},{type:"array",items:{$ref:"#/$defs/simpleTypes"},minItems:1,uniqueItems:!0}]},
const:!0,enum:{type:"array",items:!0},multipleOf:{type:"number",exclusiveMinimum:0},maximum:{type:"number"},exclusiveMaximum:{
type:"number"},minimum:{type:"number"},exclusiveMinimum:{type:"number"},maxLength:{$ref:"#/$defs/nonNegativeIn\
teger"},minLength:{$ref:"#/$defs/nonNegativeIntegerDefault0"},pattern:{type:"string",format:"regex"},maxItems:{
$ref:"#/$defs/nonNegativeInteger"},minItems:{$ref:"#/$defs/nonNegativeIntegerDefault0"},uniqueItems:{type:"boo\
lean",default:!1},maxContains:{$ref:"#/$defs/nonNegativeInteger"},minContains:{$ref:"#/$defs/nonNegativeIntege\
r",default:1},maxProperties:{$ref:"#/$defs/nonNegativeInteger"},minProperties:{$ref:"#/$defs/nonNegativeIntege\
rDefault0"},required:{$ref:"#/$defs/stringArray"},dependentRequired:{type:"object",additionalProperties:{$ref:"\
#/$defs/stringArray"}}},$defs:{nonNegativeInteger:{type:"integer",minimum:0},nonNegativeIntegerDefault0:{$ref:"\
#/$defs/nonNegativeInteger",default:0},simpleTypes:{enum:["array","boolean","integer","null","number","object",
"string"]},stringArray:{type:"array",items:{type:"string"},uniqueItems:!0,default:[]}}},Qe={enum:["array","boo\
lean","integer","null","number","object","string"]};var $r=ce;function De(r,{instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){
let e=null,i=0,d=De.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r==
"object"&&!Array.isArray(r))&&typeof r!="boolean"){let l={instancePath:n,schemaPath:"#/type",keyword:"type",params:{
type:Pr.type}};e===null?e=[l]:e.push(l),i++}if(t.meta||(t.meta=De),r&&typeof r=="object"&&!Array.isArray(r)){if(r.
type!==void 0){let l=r.type,s=i,a=!1,o=i;if(!(l==="array"||l==="boolean"||l==="integer"||l==="null"||l==="numb\
er"||l==="object"||l==="string")){let u={instancePath:n+"/type",schemaPath:"#/$defs/simpleTypes/enum",keyword:"\
enum",params:{allowedValues:Qe.enum}};e===null?e=[u]:e.push(u),i++}var y=o===i;a=a||y;let p=i;if(Array.isArray(
l)){if(l.length<1){let c={instancePath:n+"/type",schemaPath:"#/properties/type/anyOf/1/minItems",keyword:"minI\
tems",params:{limit:1}};e===null?e=[c]:e.push(c),i++}let u=l.length;for(let c=0;c<u;c++){let P=l[c];if(!(P==="\
array"||P==="boolean"||P==="integer"||P==="null"||P==="number"||P==="object"||P==="string")){let b={instancePath:n+
"/type/"+c,schemaPath:"#/$defs/simpleTypes/enum",keyword:"enum",params:{allowedValues:Qe.enum}};e===null?e=[b]:
e.push(b),i++}}let m=l.length,h;if(m>1){e:for(;m--;)for(h=m;h--;)if($r(l[m],l[h])){let c={instancePath:n+"/typ\
e",schemaPath:"#/properties/type/anyOf/1/uniqueItems",keyword:"uniqueItems",params:{i:m,j:h}};e===null?e=[c]:e.
push(c),i++;break e}}}else{let u={instancePath:n+"/type",schemaPath:"#/properties/type/anyOf/1/type",keyword:"\
type",params:{type:"array"}};e===null?e=[u]:e.push(u),i++}var y=p===i;if(a=a||y,a)i=s,e!==null&&(s?e.length=s:
e=null);else{let u={instancePath:n+"/type",schemaPath:"#/properties/type/anyOf",keyword:"anyOf",params:{}};e===
null?e=[u]:e.push(u),i++}}if(r.enum!==void 0&&!Array.isArray(r.enum)){let l={instancePath:n+"/enum",schemaPath:"\
#/properties/enum/type",keyword:"type",params:{type:"array"}};e===null?e=[l]:e.push(l),i++}if(r.multipleOf!==void 0){
let l=r.multipleOf;if(typeof l=="number"){if(l<=0||isNaN(l)){let s={instancePath:n+"/multipleOf",schemaPath:"#\
/properties/multipleOf/exclusiveMinimum",keyword:"exclusiveMinimum",params:{comparison:">",limit:0}};e===null?
e=[s]:e.push(s),i++}}else{let s={instancePath:n+"/multipleOf",schemaPath:"#/properties/multipleOf/type",keyword:"\
type",params:{type:"number"}};e===null?e=[s]:e.push(s),i++}}if(r.maximum!==void 0&&typeof r.maximum!="number"){
let l={instancePath:n+"/maximum",schemaPath:"#/properties/maximum/type",keyword:"type",params:{type:"number"}};
e===null?e=[l]:e.push(l),i++}if(r.exclusiveMaximum!==void 0&&typeof r.exclusiveMaximum!="number"){let l={instancePath:n+
"/exclusiveMaximum",schemaPath:"#/properties/exclusiveMaximum/type",keyword:"type",params:{type:"number"}};e===
null?e=[l]:e.push(l),i++}if(r.minimum!==void 0&&typeof r.minimum!="number"){let l={instancePath:n+"/minimum",schemaPath:"\
#/properties/minimum/type",keyword:"type",params:{type:"number"}};e===null?e=[l]:e.push(l),i++}if(r.exclusiveMinimum!==
void 0&&typeof r.exclusiveMinimum!="number"){let l={instancePath:n+"/exclusiveMinimum",schemaPath:"#/propertie\
s/exclusiveMinimum/type",keyword:"type",params:{type:"number"}};e===null?e=[l]:e.push(l),i++}if(r.maxLength!==
void 0){let l=r.maxLength;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){let s={instancePath:n+"/maxLength",schemaPath:"\
#/$defs/nonNegativeInteger/type",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l==
"number"&&(l<0||isNaN(l))){let s={instancePath:n+"/maxLength",schemaPath:"#/$defs/nonNegativeInteger/minimum",
keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}if(r.minLength!==void 0){let l=r.
minLength;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){let s={instancePath:n+"/minLength",schemaPath:"#/$defs/\
nonNegativeIntegerDefault0/type",keyword:"type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l==
"number"&&(l<0||isNaN(l))){let s={instancePath:n+"/minLength",schemaPath:"#/$defs/nonNegativeIntegerDefault0/m\
inimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=[s]:e.push(s),i++}}if(r.pattern!==void 0&&
typeof r.pattern!="string"){let l={instancePath:n+"/pattern",schemaPath:"#/properties/pattern/type",keyword:"t\
ype",params:{type:"string"}};e===null?e=[l]:e.push(l),i++}if(r.maxItems!==void 0){let l=r.maxItems;if(!(typeof l==
"number"&&!(l%1)&&!isNaN(l))){let s={instancePath:n+"/maxItems",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"\
type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+
"/maxItems",schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}if(r.minItems!==void 0){let l=r.minItems;if(!(typeof l=="number"&&!(l%1)&&!isNaN(
l))){let s={instancePath:n+"/minItems",schemaPath:"#/$defs/nonNegativeIntegerDefault0/type",keyword:"type",params:{
type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+"/\
minItems",schemaPath:"#/$defs/nonNegativeIntegerDefault0/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}if(r.uniqueItems!==void 0&&typeof r.uniqueItems!="boolean"){let l={instancePath:n+
"/uniqueItems",schemaPath:"#/properties/uniqueItems/type",keyword:"type",params:{type:"boolean"}};e===null?e=[
l]:e.push(l),i++}if(r.maxContains!==void 0){let l=r.maxContains;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){let s={
instancePath:n+"/maxContains",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"type",params:{type:"intege\
r"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+"/maxContains",
schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===null?e=
[s]:e.push(s),i++}}if(r.minContains!==void 0){let l=r.minContains;if(!(typeof l=="number"&&!(l%1)&&!isNaN(l))){
let s={instancePath:n+"/minContains",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"type",params:{type:"\
integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+"/minCon\
tains",schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};e===
null?e=[s]:e.push(s),i++}}if(r.maxProperties!==void 0){let l=r.maxProperties;if(!(typeof l=="number"&&!(l%1)&&
!isNaN(l))){let s={instancePath:n+"/maxProperties",schemaPath:"#/$defs/nonNegativeInteger/type",keyword:"type",
params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+
"/maxProperties",schemaPath:"#/$defs/nonNegativeInteger/minimum",keyword:"minimum",params:{comparison:">=",limit:0}};
e===null?e=[s]:e.push(s),i++}}if(r.minProperties!==void 0){let l=r.minProperties;if(!(typeof l=="number"&&!(l%
1)&&!isNaN(l))){let s={instancePath:n+"/minProperties",schemaPath:"#/$defs/nonNegativeIntegerDefault0/type",keyword:"\
type",params:{type:"integer"}};e===null?e=[s]:e.push(s),i++}if(typeof l=="number"&&(l<0||isNaN(l))){let s={instancePath:n+
"/minProperties",schemaPath:"#/$defs/nonNegativeIntegerDefault0/minimum",keyword:"minimum",params:{comparison:"\
>=",limit:0}};e===null?e=[s]:e.push(s),i++}}if(r.required!==void 0){let l=r.required;if(Array.isArray(l)){let s=l.
length;for(let p=0;p<s;p++)if(typeof l[p]!="string"){let u={instancePath:n+"/required/"+p,schemaPath:"#/$defs/\
stringArray/items/type",keyword:"type",params:{type:"string"}};e===null?e=[u]:e.push(u),i++}let a=l.length,o;if(a>
1){let p={};for(;a--;){let u=l[a];if(typeof u=="string"){if(typeof p[u]=="number"){o=p[u];let m={instancePath:n+
"/required",schemaPath:"#/$defs/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:a,j:o}};e===null?e=[m]:
e.push(m),i++;break}p[u]=a}}}}else{let s={instancePath:n+"/required",schemaPath:"#/$defs/stringArray/type",keyword:"\
type",params:{type:"array"}};e===null?e=[s]:e.push(s),i++}}if(r.dependentRequired!==void 0){let l=r.dependentRequired;
if(l&&typeof l=="object"&&!Array.isArray(l))for(let s in l){let a=l[s];if(Array.isArray(a)){let o=a.length;for(let m=0;m<
o;m++)if(typeof a[m]!="string"){let h={instancePath:n+"/dependentRequired/"+s.replace(/~/g,"~0").replace(/\//g,
"~1")+"/"+m,schemaPath:"#/$defs/stringArray/items/type",keyword:"type",params:{type:"string"}};e===null?e=[h]:
e.push(h),i++}let p=a.length,u;if(p>1){let m={};for(;p--;){let h=a[p];if(typeof h=="string"){if(typeof m[h]=="\
number"){u=m[h];let c={instancePath:n+"/dependentRequired/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
#/$defs/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:p,j:u}};e===null?e=[c]:e.push(c),i++;break}m[h]=
p}}}}else{let o={instancePath:n+"/dependentRequired/"+s.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/$\
defs/stringArray/type",keyword:"type",params:{type:"array"}};e===null?e=[o]:e.push(o),i++}}else{let s={instancePath:n+
"/dependentRequired",schemaPath:"#/properties/dependentRequired/type",keyword:"type",params:{type:"object"}};e===
null?e=[s]:e.push(s),i++}}}return De.errors=e,i===0}De.evaluated={props:{type:!0,const:!0,enum:!0,multipleOf:!0,
maximum:!0,exclusiveMaximum:!0,minimum:!0,exclusiveMinimum:!0,maxLength:!0,minLength:!0,pattern:!0,maxItems:!0,
minItems:!0,uniqueItems:!0,maxContains:!0,minContains:!0,maxProperties:!0,minProperties:!0,required:!0,dependentRequired:!0},
dynamicProps:!1,dynamicItems:!1};var br={$schema:"https://json-schema.org/draft/2020-12/schema",$id:"https://j\
son-schema.org/draft/2020-12/meta/meta-data",$vocabulary:{"https://json-schema.org/draft/2020-12/vocab/meta-da\
ta":!0},$dynamicAnchor:"meta",title:"Meta-data vocabulary meta-schema",type:["object","boolean"],properties:{title:{
type:"string"},description:{type:"string"},default:!0,deprecated:{type:"boolean",default:!1},readOnly:{type:"b\
oolean",default:!1},writeOnly:{type:"boolean",default:!1},examples:{type:"array",items:!0}}};function Ae(r,{instancePath:n="",
parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=Ae.evaluated;if(d.dynamicProps&&
(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="bool\
ean"){let y={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:br.type}};e===null?e=[y]:e.push(y),
i++}if(t.meta||(t.meta=Ae),r&&typeof r=="object"&&!Array.isArray(r)){if(r.title!==void 0&&typeof r.title!="str\
ing"){let y={instancePath:n+"/title",schemaPath:"#/properties/title/type",keyword:"type",params:{type:"string"}};
e===null?e=[y]:e.push(y),i++}if(r.description!==void 0&&typeof r.description!="string"){let y={instancePath:n+
"/description",schemaPath:"#/properties/description/type",keyword:"type",params:{type:"string"}};e===null?e=[y]:
e.push(y),i++}if(r.deprecated!==void 0&&typeof r.deprecated!="boolean"){let y={instancePath:n+"/deprecated",schemaPath:"\
#/properties/deprecated/type",keyword:"type",params:{type:"boolean"}};e===null?e=[y]:e.push(y),i++}if(r.readOnly!==
void 0&&typeof r.readOnly!="boolean"){let y={instancePath:n+"/readOnly",schemaPath:"#/properties/readOnly/type",
keyword:"type",params:{type:"boolean"}};e===null?e=[y]:e.push(y),i++}if(r.writeOnly!==void 0&&typeof r.writeOnly!=
"boolean"){let y={instancePath:n+"/writeOnly",schemaPath:"#/properties/writeOnly/type",keyword:"type",params:{
type:"boolean"}};e===null?e=[y]:e.push(y),i++}if(r.examples!==void 0&&!Array.isArray(r.examples)){let y={instancePath:n+
"/examples",schemaPath:"#/properties/examples/type",keyword:"type",params:{type:"array"}};e===null?e=[y]:e.push(
y),i++}}return Ae.errors=e,i===0}Ae.evaluated={props:{title:!0,description:!0,default:!0,deprecated:!0,readOnly:!0,
writeOnly:!0,examples:!0},dynamicProps:!1,dynamicItems:!1};var Ir={$schema:"https://json-schema.org/draft/2020\
-12/schema",$id:"https://json-schema.org/draft/2020-12/meta/format-annotation",$vocabulary:{"https://json-sche\
ma.org/draft/2020-12/vocab/format-annotation":!0},$dynamicAnchor:"meta",title:"Format vocabulary meta-schema f\
or annotation results",type:["object","boolean"],properties:{format:{type:"string"}}};function qe(r,{instancePath:n="",
parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=qe.evaluated;if(d.dynamicProps&&
(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="bool\
ean"){let y={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:Ir.type}};e===null?e=[y]:e.push(y),
i++}if(t.meta||(t.meta=qe),r&&typeof r=="object"&&!Array.isArray(r)&&r.format!==void 0&&typeof r.format!="stri\
ng"){let y={instancePath:n+"/format",schemaPath:"#/properties/format/type",keyword:"type",params:{type:"string"}};
e===null?e=[y]:e.push(y),i++}return qe.errors=e,i===0}qe.evaluated={props:{format:!0},dynamicProps:!1,dynamicItems:!1};
var kr={$schema:"https://json-schema.org/draft/2020-12/schema",$id:"https://json-schema.org/draft/2020-12/meta\
/content",$vocabulary:{"https://json-schema.org/draft/2020-12/vocab/content":!0},$dynamicAnchor:"meta",title:"\
Content vocabulary meta-schema",type:["object","boolean"],properties:{contentEncoding:{type:"string"},contentMediaType:{
type:"string"},contentSchema:{$dynamicRef:"#meta"}}};function ee(r,{instancePath:n="",parentData:D,parentDataProperty:N,
rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=ee.evaluated;if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&
(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&typeof r!="boolean"){let o={instancePath:n,schemaPath:"\
#/type",keyword:"type",params:{type:kr.type}};e===null?e=[o]:e.push(o),i++}if(t.meta||(t.meta=ee),r&&typeof r==
"object"&&!Array.isArray(r)){if(r.contentEncoding!==void 0&&typeof r.contentEncoding!="string"){let o={instancePath:n+
"/contentEncoding",schemaPath:"#/properties/contentEncoding/type",keyword:"type",params:{type:"string"}};e===null?
e=[o]:e.push(o),i++}if(r.contentMediaType!==void 0&&typeof r.contentMediaType!="string"){let o={instancePath:n+
"/contentMediaType",schemaPath:"#/properties/contentMediaType/type",keyword:"type",params:{type:"string"}};e===
null?e=[o]:e.push(o),i++}if(r.contentSchema!==void 0){let o=r.contentSchema,p=t.meta;if(p)if(!p(o,{instancePath:n+
"/contentSchema",parentData:r,parentDataProperty:"contentSchema",rootData:f,dynamicAnchors:t}))e=e===null?p.errors:
e.concat(p.errors),i=e.length;else var y=p.evaluated.props,l=p.evaluated.items;else if(!ee(o,{instancePath:n+"\
/contentSchema",parentData:r,parentDataProperty:"contentSchema",rootData:f,dynamicAnchors:t}))e=e===null?ee.errors:
e.concat(ee.errors),i=e.length;else{var s=ee.evaluated.props;y!==!0&&s!==void 0&&(s===!0?y=!0:(y=y||{},Object.
assign(y,s)));var a=ee.evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>a?l:a)}}}return ee.errors=e,i===0}ee.
evaluated={props:{contentEncoding:!0,contentMediaType:!0,contentSchema:!0},dynamicProps:!1,dynamicItems:!1};function W(r,{
instancePath:n="",parentData:D,parentDataProperty:N,rootData:f=r,dynamicAnchors:t={}}={}){let e=null,i=0,d=W.evaluated;
if(d.dynamicProps&&(d.props=void 0),d.dynamicItems&&(d.items=void 0),!(r&&typeof r=="object"&&!Array.isArray(r))&&
typeof r!="boolean"){let c={instancePath:n,schemaPath:"#/type",keyword:"type",params:{type:cr.type}};e===null?
e=[c]:e.push(c),i++}if(t.meta||(t.meta=W),Y(r,{instancePath:n,parentData:D,parentDataProperty:N,rootData:f,dynamicAnchors:t})||
(e=e===null?Y.errors:e.concat(Y.errors),i=e.length),I(r,{instancePath:n,parentData:D,parentDataProperty:N,rootData:f,
dynamicAnchors:t})||(e=e===null?I.errors:e.concat(I.errors),i=e.length),Z(r,{instancePath:n,parentData:D,parentDataProperty:N,
rootData:f,dynamicAnchors:t})||(e=e===null?Z.errors:e.concat(Z.errors),i=e.length),De(r,{instancePath:n,parentData:D,
parentDataProperty:N,rootData:f,dynamicAnchors:t})||(e=e===null?De.errors:e.concat(De.errors),i=e.length),Ae(r,
{instancePath:n,parentData:D,parentDataProperty:N,rootData:f,dynamicAnchors:t})||(e=e===null?Ae.errors:e.concat(
Ae.errors),i=e.length),qe(r,{instancePath:n,parentData:D,parentDataProperty:N,rootData:f,dynamicAnchors:t})||(e=
e===null?qe.errors:e.concat(qe.errors),i=e.length),ee(r,{instancePath:n,parentData:D,parentDataProperty:N,rootData:f,
dynamicAnchors:t})||(e=e===null?ee.errors:e.concat(ee.errors),i=e.length),r&&typeof r=="object"&&!Array.isArray(
r)){if(r.definitions!==void 0){let c=r.definitions;if(c&&typeof c=="object"&&!Array.isArray(c))for(let P in c){
let b=c[P],w=t.meta;if(w)if(!w(b,{instancePath:n+"/definitions/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:c,
parentDataProperty:P,rootData:f,dynamicAnchors:t}))e=e===null?w.errors:e.concat(w.errors),i=e.length;else var y=w.
evaluated.props,l=w.evaluated.items;else if(!W(b,{instancePath:n+"/definitions/"+P.replace(/~/g,"~0").replace(
/\//g,"~1"),parentData:c,parentDataProperty:P,rootData:f,dynamicAnchors:t}))e=e===null?W.errors:e.concat(W.errors),
i=e.length;else{var s=W.evaluated.props;y!==!0&&s!==void 0&&(s===!0?y=!0:(y=y||{},Object.assign(y,s)));var a=W.
evaluated.items;l!==!0&&a!==void 0&&(l=a===!0?!0:l>a?l:a)}}else{let P={instancePath:n+"/definitions",schemaPath:"\
#/properties/definitions/type",keyword:"type",params:{type:"object"}};e===null?e=[P]:e.push(P),i++}}if(r.dependencies!==
void 0){let c=r.dependencies;if(c&&typeof c=="object"&&!Array.isArray(c))for(let P in c){let b=c[P],w=i,x=!1,A=i,
q=t.meta;if(q)if(!q(b,{instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:c,parentDataProperty:P,
rootData:f,dynamicAnchors:t}))e=e===null?q.errors:e.concat(q.errors),i=e.length;else var o=q.evaluated.props,p=q.
evaluated.items;else if(!W(b,{instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),parentData:c,
parentDataProperty:P,rootData:f,dynamicAnchors:t}))e=e===null?W.errors:e.concat(W.errors),i=e.length;else{var u=W.
evaluated.props;o!==!0&&u!==void 0&&(u===!0?o=!0:(o=o||{},Object.assign(o,u)));var m=W.evaluated.items;p!==!0&&
m!==void 0&&(p=m===!0?!0:p>m?p:m)}var h=A===i;x=x||h;let G=i;if(Array.isArray(b)){let _=b.length;for(let R=0;R<
_;R++)if(typeof b[R]!="string"){let M={instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1")+
"/"+R,schemaPath:"meta/validation#/$defs/stringArray/items/type",keyword:"type",params:{type:"string"}};e===null?
e=[M]:e.push(M),i++}let T=b.length,H;if(T>1){let R={};for(;T--;){let M=b[T];if(typeof M=="string"){if(typeof R[M]==
"number"){H=R[M];let V={instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"m\
eta/validation#/$defs/stringArray/uniqueItems",keyword:"uniqueItems",params:{i:T,j:H}};e===null?e=[V]:e.push(V),
i++;break}R[M]=T}}}}else{let _={instancePath:n+"/dependencies/"+P.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"\
meta/validation#/$defs/stringArray/type",keyword:"type",params:{type:"array"}};e===null?e=[_]:e.push(_),i++}var h=G===
i;if(x=x||h,h&&p!==!0&&(p=!0),x)i=w,e!==null&&(w?e.length=w:e=null);else{let _={instancePath:n+"/dependencies/"+
P.replace(/~/g,"~0").replace(/\//g,"~1"),schemaPath:"#/properties/dependencies/additionalProperties/anyOf",keyword:"\
anyOf",params:{}};e===null?e=[_]:e.push(_),i++}}else{let P={instancePath:n+"/dependencies",schemaPath:"#/prope\
rties/dependencies/type",keyword:"type",params:{type:"object"}};e===null?e=[P]:e.push(P),i++}}if(r.$recursiveAnchor!==
void 0){let c=r.$recursiveAnchor;if(typeof c=="string"){if(!Ue.test(c)){let P={instancePath:n+"/$recursiveAnch\
or",schemaPath:"meta/core#/$defs/anchorString/pattern",keyword:"pattern",params:{pattern:"^[A-Za-z_][-A-Za-z0-\
9._]*$"}};e===null?e=[P]:e.push(P),i++}}else{let P={instancePath:n+"/$recursiveAnchor",schemaPath:"meta/core#/\
$defs/anchorString/type",keyword:"type",params:{type:"string"}};e===null?e=[P]:e.push(P),i++}}if(r.$recursiveRef!==
void 0&&typeof r.$recursiveRef!="string"){let c={instancePath:n+"/$recursiveRef",schemaPath:"meta/core#/$defs/\
uriReferenceString/type",keyword:"type",params:{type:"string"}};e===null?e=[c]:e.push(c),i++}}return W.errors=
e,i===0}W.evaluated={props:{definitions:!0,dependencies:!0,$recursiveAnchor:!0,$recursiveRef:!0,contentEncoding:!0,
contentMediaType:!0,contentSchema:!0,format:!0,title:!0,description:!0,default:!0,deprecated:!0,readOnly:!0,writeOnly:!0,
examples:!0,type:!0,const:!0,enum:!0,multipleOf:!0,maximum:!0,exclusiveMaximum:!0,minimum:!0,exclusiveMinimum:!0,
maxLength:!0,minLength:!0,pattern:!0,maxItems:!0,minItems:!0,uniqueItems:!0,maxContains:!0,minContains:!0,maxProperties:!0,
minProperties:!0,required:!0,dependentRequired:!0,unevaluatedItems:!0,unevaluatedProperties:!0,prefixItems:!0,
items:!0,contains:!0,additionalProperties:!0,properties:!0,patternProperties:!0,dependentSchemas:!0,propertyNames:!0,
if:!0,then:!0,else:!0,allOf:!0,anyOf:!0,oneOf:!0,not:!0,$id:!0,$schema:!0,$ref:!0,$anchor:!0,$dynamicRef:!0,$dynamicAnchor:!0,
$vocabulary:!0,$comment:!0,$defs:!0},dynamicProps:!1,dynamicItems:!1};export{Ye as draft04,er as draft07,tr as draft201909,yr as draft202012};
