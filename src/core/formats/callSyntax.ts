/**
 * A way in which calls are written in text. `tags`: `<tool_call>`, `<functioncall>`, `<TOOLCALL>`, `<function=…>`;
 * `fence`: a JSON list of calls between code fences (Hammer); `react`: `Action:` and `Action Input:` (ToolLLaMA);
 * `python`: a Python call list that is the whole answer behind the thought (ToolACE, FunReason).
 */
export type CallSyntax = 'tags' | 'fence' | 'react' | 'python';
