/** JSON text laid out for reading, its strings and numbers as they are written. */
import { closingQuote, skipSpace } from './jsonScan.ts';

/** Valid JSON text with a line for each member and an indent of two; nothing of it but its white space changes. */
export function layOutJson(json: string): string {
  let laidOut = '';
  let depth = 0;
  const breakLine = () => `\n${'  '.repeat(depth)}`;
  for (let i = skipSpace(json, 0); i < json.length; i = skipSpace(json, i)) {
    const c = json[i]!;
    let end = i + 1;
    if (c === '{' || c === '[') {
      const next = skipSpace(json, end);
      if (json[next] === '}' || json[next] === ']') {
        laidOut += c + json[next]!;
        end = next + 1;
      } else {
        depth++;
        laidOut += c + breakLine();
      }
    } else if (c === '}' || c === ']') {
      depth--;
      laidOut += breakLine() + c;
    } else if (c === ',') laidOut += c + breakLine();
    else if (c === ':') laidOut += ': ';
    else {
      if (c === '"') end = closingQuote(json, end) + 1;
      else while (end < json.length && !/[\s,:{}[\]"]/.test(json[end]!)) end++;
      laidOut += json.slice(i, end);
    }
    i = end;
  }
  return laidOut;
}
