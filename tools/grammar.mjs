// @ts-check
/**
 * Builds `syntaxes/callsmith.tmLanguage.json`, the injection grammar for JSONL data sets of tool-calling samples.
 *
 *   node tools/grammar.mjs           writes the file
 *   node tools/grammar.mjs --check   exits 1 when the file is not what this script would write
 *
 * The grammar is generated because the same JSON rules are needed at three depths of escaping (a record, a string in
 * it, a string in that), and because a pattern for the third depth is not something to write or review by hand.
 *
 * How it works: at the start of every line the grammar takes the line over from the built-in `source.json.lines`, and
 * hands it back at the line's end whatever is still open there (`while` that never matches). So a broken line cannot
 * discolour the next one, which the built-in grammar alone does. Inside a record the rules do not nest: a key is a
 * string with a colon after it. That costs no stack, and a missing bracket changes nothing.
 *
 * All patterns run in linear time: repeats are over disjoint characters, look-aheads are bounded or over white space.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {{
 *   name?: string, contentName?: string, comment?: string, include?: string,
 *   match?: string, begin?: string, end?: string, while?: string,
 *   captures?: Captures, beginCaptures?: Captures, endCaptures?: Captures,
 *   patterns?: Rule[],
 * }} Rule
 * @typedef {Record<string, { name: string }>} Captures
 */

// ---------------------------------------------------------------------------------------------------------------------
// Scopes. Each starts with a name that themes colour by convention, and ends with our suffix.

/** @param {string} scope */
const own = (scope) => `${scope}.callsmith`;

const scopes = {
  record: own('meta.record'),
  // Resets the foreground inside a string, as for code in a template string. `meta.embedded` would do that too, but it
  // also tells the editor that this is no string any more: brackets of a half-typed call would then be matched with
  // those of the records below, and quotes would be closed without their backslash.
  embeddedJson: own('meta.template.expression.json'),
  embeddedCalls: own('meta.template.expression.calls'),
  // Keys of the record are strings for the editor (no bracket matching in them), whatever their colour.
  keyString: own('string.json'),
  key: own('support.type.property-name.json'),
  section: own('keyword.other.section'),
  string: own('string.quoted.double.json'),
  singleString: own('string.quoted.single.json'),
  stringBegin: own('punctuation.definition.string.begin.json'),
  stringEnd: own('punctuation.definition.string.end.json'),
  keyBegin: own('punctuation.support.type.property-name.begin.json'),
  keyEnd: own('punctuation.support.type.property-name.end.json'),
  colon: own('punctuation.separator.dictionary.key-value.json'),
  comma: own('punctuation.separator.sequence.json'),
  objectBegin: own('punctuation.definition.dictionary.begin.json'),
  objectEnd: own('punctuation.definition.dictionary.end.json'),
  arrayBegin: own('punctuation.definition.array.begin.json'),
  arrayEnd: own('punctuation.definition.array.end.json'),
  number: own('constant.numeric.json'),
  constant: own('constant.language.json'),
  escape: own('constant.character.escape.json'),
  badEscape: own('invalid.illegal.unrecognized-string-escape.json'),
  unexpected: own('invalid.illegal.unexpected.json'),
  functionName: own('entity.name.function'),
  parameter: own('variable.parameter'),
  assignment: own('keyword.operator.assignment'),
  callListBegin: own('punctuation.definition.list.begin.calls'),
  callListEnd: own('punctuation.definition.list.end.calls'),
  argumentsBegin: own('punctuation.definition.arguments.begin.calls'),
  argumentsEnd: own('punctuation.definition.arguments.end.calls'),
  thought: own('comment.block.documentation.thought'),
  tag: own('entity.name.tag'),
  tagBegin: own('punctuation.definition.tag.begin'),
  tagEnd: own('punctuation.definition.tag.end'),
  marker: own('keyword.other.marker'),
};

/** Who speaks in a turn: each kind has a scope that the common themes give a colour of its own. */
const roles = {
  user: { scope: own('entity.name.type.role.user'), words: ['user', 'human'] },
  assistant: {
    scope: own('keyword.control.role.assistant'),
    words: ['assistant', 'gpt', 'model', 'ai', 'bot', 'chatgpt', 'agent', 'answer'],
  },
  system: { scope: own('storage.type.role.system'), words: ['system', 'developer'] },
  call: {
    scope: own('entity.name.function.role.call'),
    words: ['function_call', 'function-call', 'tool_call', 'tool_calls', 'tool_use', 'api'],
  },
  result: {
    scope: own('constant.numeric.role.result'),
    words: [
      'tool',
      'observation',
      'function',
      'tool_response',
      'tool_result',
      'tool_output',
      'function_response',
      'function-response',
      'function_call_output',
      'ipython',
      'environment',
    ],
  },
  thought: {
    scope: own('comment.block.documentation.role.thought'),
    words: ['reasoning', 'thinking', 'thought', 'redacted_thinking'],
  },
};

/** Keys that a reader looks for: where the turns, the tools and the calls are. */
const sectionKeys = [
  'messages',
  'conversations?',
  'contents',
  'tools',
  'available_tools',
  'functions?',
  'function_?[dD]eclarations',
  'api_list',
  'tool_calls',
  'function_?[cC]all',
  'calling',
  'arguments',
  'args',
  'answers?',
  'ground_truth',
  'expected_answers',
  'responses_create_params',
];

/** Keys whose string is a chain of thought. */
const thoughtKeys = ['reasoning_content', 'reasoning', 'thinking', 'thoughts?'];

const thoughtTags = ['think', 'thinking', 'thought', 'reasoning', 'scratch_?pad'];

const otherTags = [
  'tool_calls?',
  'tool_responses?',
  'tools?',
  'functions?',
  'function_?calls?',
  'function_responses?',
  'parameters?',
  'TOOLCALL',
  'AVAILABLE_TOOLS',
  'TOOL_RESPONSE',
  'response',
  'obs',
  'observation',
  'user',
  'answer',
];

// ---------------------------------------------------------------------------------------------------------------------
// Escaping. Level 0 is the JSON of the record, level 1 the JSON text in one of its strings, level 2 JSON text in a
// string of level 1. A character that is a quote at level n is written with 2^n - 1 backslashes before it, a backslash
// of level n as 2^n of them. The string rules eat escapes whole, so a quote is only ever seen at its own level.

/** A regular expression for `count` backslashes. @param {number} count */
const backslashes = (count) => '\\\\'.repeat(count);

/** The quote that opens and closes a string of a level. @param {number} level */
const quote = (level) => `${backslashes(2 ** level - 1)}"`;

/**
 * The quote that opens a string. At level 0 the look-behind keeps a search for the next key from trying every escaped
 * quote inside the values on its way.
 * @param {number} level
 */
const openingQuote = (level) => (level === 0 ? '(?<!\\\\)"' : quote(level));

/** Ends every rule inside a level: the quote that closes the string around it. @param {number} level */
const outerQuote = (level) => `(?=${level === 2 ? '\\\\?' : ''}")`;

/** White space between tokens of a level, where a line break is itself escaped. @param {number} level */
const space = (level) => (level === 0 ? '\\s*' : `(?:\\s|${backslashes(2 ** (level - 1))}[nrt])*`);

/** An escape inside a string of a level. @param {number} level */
const escapeAt = (level) => {
  const slash = backslashes(2 ** level);
  return `${slash}(?:${slash}|${quote(level)}|[^"\\\\])`;
};

/** An escape of a lower level inside a string of this one, such as a real line break. @param {number} level */
const lowerEscape = (level) => `\\\\{1,${2 ** level - 1}}[^"\\\\]`;

/** The characters of a key; keys longer than the bound are coloured as plain strings. @param {number} level */
const keyCharacters = (level) =>
  `(?>(?:[^"\\\\]|${escapeAt(level)}${level === 0 ? '' : `|${lowerEscape(level)}`}){0,256})`;

const numberPattern = '-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?';

/** @param {string[]} words */
const oneOf = (words) => `(?:${words.join('|')})`;

/** Gives consecutive groups of a pattern their scopes; an empty name leaves its group alone. @param {string[]} names */
const captures = (...names) => {
  /** @type {Captures} */
  const result = {};
  names.forEach((name, index) => {
    if (name !== '') result[String(index + 1)] = { name };
  });
  return result;
};

/** @param {string} name @returns {Captures} */
const whole = (name) => ({ 0: { name } });

/** @param {string} key @returns {Rule} */
const include = (key) => ({ include: `#${key}` });

// ---------------------------------------------------------------------------------------------------------------------
// JSON at a level

/**
 * A key or a string whose middle has a scope of its own. In the record its quotes are tokens, as in the built-in
 * grammar; inside strings they share the token of what they quote, which halves the tokens and looks the same.
 * @param {number} level
 */
const quoted = (level) => {
  const open = openingQuote(level);
  const close = quote(level);
  return {
    /** Groups: the key, and in the record its quotes. @param {string} inner */
    key: (inner) => (level === 0 ? `((${open})${inner}(${close}))` : `(${open}${inner}${close})`),
    /** @param {string} [extra] a further scope for the key */
    keyScopes: (extra = '') => {
      const key = `${level === 0 ? `${scopes.keyString} ` : ''}${scopes.key}${extra && ` ${extra}`}`;
      return level === 0 ? [key, scopes.keyBegin, scopes.keyEnd] : [key];
    },
    /** Groups: the opening quote, those of `inner`, the closing quote. @param {string} inner */
    value: (inner) => `(${close})${inner}(${close})`,
    /** @param {string[]} inner */
    valueScopes: (inner) => [
      `${scopes.string} ${scopes.stringBegin}`,
      ...inner.map((scope) => `${scopes.string} ${scope}`),
      `${scopes.string} ${scopes.stringEnd}`,
    ],
    colon: `${space(level)}(:)`,
    gap: space(level),
  };
};

/** `"role": "user"` and its kin, as one match. @param {number} level @returns {Rule[]} */
const rolePairs = (level) => {
  const { key, keyScopes, value, valueScopes, colon, gap } = quoted(level);
  /** @param {string} names @param {{scope: string, words: string[]}[]} kinds @returns {Rule} */
  const pair = (names, kinds) => ({
    match:
      key(`(?:${names})`) +
      colon +
      gap +
      value(`(?i:${kinds.map((kind) => `(${kind.words.join('|')})`).join('|')})`),
    captures: captures(...keyScopes(), scopes.colon, ...valueScopes(kinds.map((kind) => kind.scope))),
  });
  // `type` also is a word of tool schemas, where "function" and the like mean something else.
  const typeKinds = [roles.call, roles.result, roles.thought].map((kind) => ({
    ...kind,
    words: kind.words.filter((word) => /[_-]|reasoning|thinking/.test(word)),
  }));
  return [pair('role|from', Object.values(roles)), pair('type', typeKinds)];
};

/**
 * The name of a tool, in a definition or a call: a `name` with its arguments or its description right after it, so
 * that an argument that happens to be called `name` stays a string.
 * @param {number} level @returns {Rule}
 */
const namePair = (level) => {
  const { key, keyScopes, value, valueScopes, colon, gap } = quoted(level);
  const q = quote(level);
  const next =
    'arguments|args|parameters|description|input|input_?[sS]chema|required_parameters|param_dict|title|strict|response';
  const follows = `(?=${q}${gap}:${gap}${q}[^"\\\\]{1,128}${q}${gap},${gap}${q}(?:${next})${q})`;
  return {
    match: key(`(?:name${follows}|api|api_name|tool_name)`) + colon + gap + value('([^"\\\\]{1,128})'),
    captures: captures(...keyScopes(), scopes.colon, ...valueScopes([scopes.functionName])),
  };
};

/** @param {number} level @returns {Rule[]} */
const keys = (level) => {
  const { key, keyScopes, colon } = quoted(level);
  return [
    {
      match: key(oneOf(sectionKeys)) + colon,
      captures: captures(...keyScopes(scopes.section), scopes.colon),
    },
    { match: key(keyCharacters(level)) + colon, captures: captures(...keyScopes(), scopes.colon) },
  ];
};

/** A string that holds nothing to look into, as one match. @param {number} level @returns {Rule} */
const simpleString = (level) =>
  level > 0
    ? { match: `${quote(level)}(?![\\[{])[^"\\\\]*${quote(level)}`, name: scopes.string }
    : {
        match: '(")[^"\\\\<\\[{(:]*(")',
        name: scopes.string,
        captures: captures(scopes.stringBegin, scopes.stringEnd),
      };

/** @returns {Rule[]} */
const scalars = () => [
  { match: numberPattern, name: scopes.number },
  { match: '\\b(?:true|false|null)\\b', name: scopes.constant },
];

/** @type {Rule} */
const separators = {
  match: '(,)|(:)|(=)|(\\\\[^"])',
  captures: captures(scopes.comma, scopes.colon, scopes.assignment, scopes.escape),
};

/**
 * JSON text of level 1 or 2: what may stand between its brackets.
 * @param {number} level @returns {Rule[]}
 */
const jsonInside = (level) => [
  ...rolePairs(level),
  namePair(level),
  ...keys(level),
  simpleString(level),
  include(`string${level}`),
  ...(level === 1 ? [include('singleQuotedKey'), include('singleQuoted')] : []),
  { match: numberPattern, name: scopes.number },
  { match: '\\b(?:true|false|null|True|False|None|NaN|Infinity)\\b', name: scopes.constant },
  include(`object${level}`),
  include(`array${level}`),
  separators,
];

/** @param {number} level @param {string} [ahead] what must follow @returns {Rule} */
const object = (level, ahead = '') => ({
  begin: `\\{${ahead}`,
  beginCaptures: whole(scopes.objectBegin),
  end: `(\\})|${outerQuote(level)}`,
  endCaptures: captures(scopes.objectEnd),
  patterns: [include(`json${level}`)],
});

/** @param {number} level @param {string} [ahead] what must follow @returns {Rule} */
const array = (level, ahead = '') => ({
  begin: `\\[${ahead}`,
  beginCaptures: whole(scopes.arrayBegin),
  end: `(\\])|${outerQuote(level)}`,
  endCaptures: captures(scopes.arrayEnd),
  patterns: [include(`json${level}`)],
});

/**
 * JSON of a level as the whole of a string: it may start with anything that JSON may start with.
 * @param {number} level @returns {Rule[]}
 */
const embeddedFromStart = (level) => {
  const single = level === 1 ? "|'" : '';
  const first = `${space(level)}(?:${quote(level)}${single}|[\\[{\\]}\\d-]|true|false|null)`;
  return [
    {
      ...object(level, `(?=${space(level)}(?:${quote(level)}${single}|\\}))`),
      begin: `\\G\\{(?=${space(level)}(?:${quote(level)}${single}|\\}))`,
      name: scopes.embeddedJson,
    },
    { ...array(level), begin: `\\G\\[(?=${first})`, name: scopes.embeddedJson },
    // Encoded twice, by mistake or not: the string of the string.
    { begin: `\\G(?=${quote(level)}[\\[{])`, end: outerQuote(level), patterns: [include(`string${level}`)] },
  ];
};

/** A string of level 1 or 2, which may itself hold JSON of the next. @param {number} level @returns {Rule} */
const embeddedString = (level) => ({
  name: scopes.string,
  begin: quote(level),
  beginCaptures: whole(scopes.stringBegin),
  end: `(${quote(level)})|${outerQuote(level)}`,
  endCaptures: captures(scopes.stringEnd),
  patterns: [
    ...(level < 2 ? embeddedFromStart(level + 1) : []),
    { match: `${escapeAt(level)}|${lowerEscape(level)}`, name: scopes.escape },
  ],
});

// ---------------------------------------------------------------------------------------------------------------------
// Text in a string of the record

const simpleName = '[A-Za-z_][\\w.]{0,120}';
/** Names of some data sets have spaces, commas and parentheses; then arguments must be seen before it is a call. */
const looseName = '[^\\s\\[\\](){}"\\\\=<>,\'][^\\[\\]{}"\\\\=<>]{0,120}?';
const looseCall = `\\((?:\\)|${space(1)}[A-Za-z_][\\w-]{0,80}\\s?=)`;

/** @returns {Rule[]} */
const escapes = () => [
  {
    match: '(\\\\(?:["\\\\/bfnrt]|u[0-9a-fA-F]{4}))|(\\\\.)',
    captures: captures(scopes.escape, scopes.badEscape),
  },
];

/** @returns {Rule[]} */
const text = () => [
  ...embeddedFromStart(1),
  {
    comment: 'a string that is one call, as in multi-turn ground truth',
    name: scopes.embeddedCalls,
    begin: `\\G(?=${simpleName}\\((?>(?:[^"\\\\]|\\\\.){0,2000})(?<=\\))")`,
    end: '(?=")',
    patterns: [include('calls')],
  },
  {
    comment: 'a thought; a tag in back-ticks is talked about, not used',
    begin: `(?<!\`)(<)(${oneOf(thoughtTags)})(>)`,
    beginCaptures: captures(scopes.tagBegin, scopes.tag, scopes.tagEnd),
    end: `(</)(${oneOf(thoughtTags)})(>)|(?=")`,
    endCaptures: captures(scopes.tagBegin, scopes.tag, scopes.tagEnd),
    contentName: scopes.thought,
    patterns: escapes(),
  },
  {
    match: `(</?)(${oneOf([...thoughtTags, ...otherTags])})(>)`,
    captures: captures(scopes.tagBegin, scopes.tag, scopes.tagEnd),
  },
  {
    comment: 'calls written as XML: <function=name><parameter=name>',
    match: '(<)(?:(function)(=)([^<>"\\\\]{1,120})|(parameter)(=)([^<>"\\\\]{1,120}))(>)',
    captures: captures(
      scopes.tagBegin,
      scopes.tag,
      scopes.assignment,
      scopes.functionName,
      scopes.tag,
      scopes.assignment,
      scopes.parameter,
      scopes.tagEnd,
    ),
  },
  {
    comment: 'special tokens of chat templates',
    match: '(<[|｜])([^<>|｜"\\\\]{1,48})([|｜]>)',
    captures: captures(scopes.tagBegin, scopes.tag, scopes.tagEnd),
  },
  // Two patterns, not one with `\G` in an alternative: that one would search the whole line at every string.
  ...['(\\G)', '(\\\\n)'].map((start) => ({
    comment: 'turns and steps that are marked by a word at the start of a line of the text',
    match:
      start +
      '(?:(USER)|(ASSISTANT)|(SYSTEM)|(FUNCTION RESPONSE|Observation)|(Thought|Action Input|Action|Final Answer|API-Request))(:)',
    captures: captures(
      scopes.escape,
      roles.user.scope,
      roles.assistant.scope,
      roles.system.scope,
      roles.result.scope,
      scopes.marker,
    ),
  })),
  {
    comment: 'a list of calls in Python syntax',
    name: scopes.embeddedCalls,
    begin: `\\[(?=${space(1)}(?:${simpleName}\\(|${looseName}${looseCall}))`,
    beginCaptures: whole(scopes.callListBegin),
    end: '(\\])|(?=")',
    endCaptures: captures(scopes.callListEnd),
    patterns: [include('calls')],
  },
  { ...object(1, `(?=${space(1)}(?:\\\\"|'[^'"\\\\]{0,128}'\\s?:))`), name: scopes.embeddedJson },
  { ...array(1, `(?=${space(1)}\\{${space(1)}(?:\\\\"|'))`), name: scopes.embeddedJson },
  ...escapes(),
];

/** @param {string} open @param {string} close @returns {Rule} */
const pythonBrackets = (open, close) => ({
  begin: `\\${open}`,
  beginCaptures: whole(
    open === '{' ? scopes.objectBegin : open === '[' ? scopes.arrayBegin : scopes.argumentsBegin,
  ),
  end: `(\\${close})|(?=")`,
  endCaptures: captures(
    open === '{' ? scopes.objectEnd : open === '[' ? scopes.arrayEnd : scopes.argumentsEnd,
  ),
  patterns: [include('python')],
});

/** @type {Record<string, Rule>} */
const repository = {
  line: {
    patterns: [
      ...rolePairs(0),
      namePair(0),
      {
        comment: 'a chain of thought that has a key of its own',
        begin: `${quoted(0).key(oneOf(thoughtKeys))}${quoted(0).colon}\\s*(")`,
        beginCaptures: captures(
          ...quoted(0).keyScopes(),
          scopes.colon,
          `${scopes.string} ${scopes.stringBegin}`,
        ),
        end: '"',
        endCaptures: whole(`${scopes.string} ${scopes.stringEnd}`),
        contentName: `${scopes.string} ${scopes.thought}`,
        patterns: escapes(),
      },
      ...keys(0),
      simpleString(0),
      include('string0'),
      ...scalars(),
      {
        match: '(\\{)|(\\})|(\\[)|(\\])|(,)|(:)',
        captures: captures(
          scopes.objectBegin,
          scopes.objectEnd,
          scopes.arrayBegin,
          scopes.arrayEnd,
          scopes.comma,
          scopes.colon,
        ),
      },
      { match: '[^\\s{}\\[\\],:"]+', name: scopes.unexpected },
    ],
  },
  string0: {
    name: scopes.string,
    begin: '"',
    beginCaptures: whole(scopes.stringBegin),
    end: '"',
    endCaptures: whole(scopes.stringEnd),
    patterns: [include('text')],
  },
  text: { patterns: text() },
  json1: { patterns: jsonInside(1) },
  object1: object(1),
  array1: array(1),
  string1: embeddedString(1),
  json2: { patterns: jsonInside(2) },
  object2: object(2),
  array2: array(2),
  string2: embeddedString(2),
  singleQuotedKey: { match: "'[^'\"\\\\]{0,128}'(?=\\s*:)", name: scopes.key },
  singleQuoted: {
    comment: 'Python repr, and the arguments of Glaive: JSON in single quotes',
    name: scopes.singleString,
    begin: "'",
    beginCaptures: whole(scopes.stringBegin),
    end: '(\')|(?=")',
    endCaptures: captures(scopes.stringEnd),
    patterns: [
      { ...object(1), begin: `\\G\\{(?=${space(1)}\\\\")`, name: scopes.embeddedJson },
      { match: `${escapeAt(1)}|\\\\.`, name: scopes.escape },
    ],
  },
  calls: {
    comment: 'between the brackets of a call list: names, each with its arguments',
    patterns: [
      { match: `${simpleName}(?=\\()`, name: scopes.functionName },
      { match: `${looseName}(?=${looseCall})`, name: scopes.functionName },
      pythonBrackets('(', ')'),
      separators,
    ],
  },
  python: {
    comment: 'between the parentheses of a call, and in its lists and dictionaries',
    patterns: [
      { match: '[A-Za-z_][\\w-]*(?=\\s*=(?!=))', name: scopes.parameter },
      { match: '\\b(?:True|False|None|true|false|null)\\b', name: scopes.constant },
      { match: `${simpleName}(?=\\()`, name: scopes.functionName },
      { match: `(?<![\\w.])${numberPattern}`, name: scopes.number },
      include('singleQuotedKey'),
      include('singleQuoted'),
      ...keys(1),
      simpleString(1),
      include('string1'),
      pythonBrackets('(', ')'),
      pythonBrackets('[', ']'),
      pythonBrackets('{', '}'),
      separators,
    ],
  },
};

const grammar = {
  comment: 'Generated by tools/grammar.mjs: edit that file and run `node tools/grammar.mjs`.',
  name: 'Callsmith: samples in JSON Lines',
  scopeName: 'source.json.lines.callsmith.injection',
  injectionSelector: `L:source.json.lines - ${scopes.record}`,
  patterns: [
    {
      comment: 'one line; `while` fails on the next, which closes all that this one left open',
      name: scopes.record,
      begin: '^(?=.)',
      while: '(?!)',
      patterns: [include('line')],
    },
  ],
  repository,
};

const target = fileURLToPath(new URL('../syntaxes/callsmith.tmLanguage.json', import.meta.url));
const built = `${JSON.stringify(grammar, undefined, 2)}\n`;

if (process.argv.includes('--check')) {
  let current = '';
  try {
    current = readFileSync(target, 'utf8');
  } catch (error) {
    console.error(
      `syntaxes/callsmith.tmLanguage.json cannot be read: ${error instanceof Error ? error.message : error}`,
    );
  }
  if (current !== built) {
    console.error(
      'syntaxes/callsmith.tmLanguage.json is not what tools/grammar.mjs writes: run `node tools/grammar.mjs`.',
    );
    process.exitCode = 1;
  }
} else {
  writeFileSync(target, built);
}
