/** The editor that shows the page: what it keeps over a reload, and what is said to it. */

export interface EditorApi<Message, Kept> {
  postMessage(message: Message, transfer?: readonly ArrayBuffer[]): void;
  getState(): Kept | undefined;
  setState(kept: Kept): void;
}

/** To be called once; VS Code gives it once. */
export function openEditor<Message, Kept>(): EditorApi<Message, Kept> {
  const acquire = (globalThis as { acquireVsCodeApi?: () => unknown }).acquireVsCodeApi;
  if (!acquire) throw new Error('This page runs in a webview of VS Code, or in dev.html.');
  return acquire() as EditorApi<Message, Kept>;
}
