// A real VS Code in a browser window, for the UI tests: what a person does, as functions, with the selectors in one place.
// The selectors hold on both pinned versions.
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errors, type FrameLocator, type Locator, type Page } from 'playwright-core';
import {
  createDataFolder,
  installVsix,
  removeDataFolder,
  startServer,
  vscodeServer,
  workbenchUrl,
  writeSettings,
  type RunningServer,
  type VscodeName,
} from '../../tools/lib/vscodeServer.mjs';
import { launchBrowser } from './browser.ts';

/** First paint under load can take this long, in ms. */
const paintTimeout = 60_000;

/** A colour theme of VS Code's own, by what kind of theme it is. The labels are those of the theme picker. */
export type ThemeKind = 'light' | 'dark' | 'highContrastDark' | 'highContrastLight';

/** Pictures are looked at on the newest VS Code; on the oldest a test does the same without taking any. */
const takesPictures = process.env['CALLSMITH_VSCODE'] !== 'floor';

/** All four, in the order in which pictures are taken; without pictures, one after which every colour is another. */
export const themeKinds: readonly ThemeKind[] = takesPictures
  ? ['light', 'dark', 'highContrastDark', 'highContrastLight']
  : ['highContrastLight'];

const themes: Record<ThemeKind, { readonly label: string; readonly className: string }> = {
  light: { label: 'Light Modern', className: 'vs' },
  dark: { label: 'Dark Modern', className: 'vs-dark' },
  highContrastDark: { label: 'Dark High Contrast', className: 'hc-black' },
  highContrastLight: { label: 'Light High Contrast', className: 'hc-light' },
};

/** How a squiggle is drawn, by severity. */
const squiggleClasses = {
  error: 'squiggly-error',
  warning: 'squiggly-warning',
  info: 'squiggly-info',
  hint: 'squiggly-hint',
} as const;

/** What to open. */
export interface WorkbenchOptions {
  /** The folder that is copied and opened; the editor may write into its workspace. */
  readonly workspace: string;
  /** The packaged extension to install; the tools/test.mjs run names it in CALLSMITH_VSIX. */
  readonly vsix?: string;
  /** User settings beyond the quiet ones. */
  readonly settings?: Record<string, unknown>;
  /** Settings that hold for the machine only, which VS Code does not take from the user's. */
  readonly machineSettings?: Record<string, unknown>;
  /** Which pinned VS Code; CALLSMITH_VSCODE, else current. */
  readonly vscode?: VscodeName;
}

/** One line of the Problems view or of the outline, as a person reads it. */
export interface TreeRow {
  /** The whole row, its parts one after the other. */
  readonly text: string;
  /** The name part alone, where the row has one. */
  readonly label: string;
  /** 1 at the root. */
  readonly level: number;
}

/** A VS Code window with the helpers below; `close` ends the browser and the server and removes their data. */
export class Workbench {
  private settings: Record<string, unknown>;
  /** Addresses outside this machine that the page asked for. */
  readonly outsideRequests = new Set<string>();
  /** Uncaught errors of the page. */
  readonly pageErrors: string[] = [];

  private constructor(
    readonly page: Page,
    readonly running: RunningServer,
    /** The copy of the workspace that is open. */
    readonly folder: string,
    settings: Record<string, unknown>,
    private readonly shut: () => Promise<void>,
  ) {
    this.settings = settings;
    page.context().on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      // The name under which VS Code's own service worker answers for files of this machine.
      if (host.endsWith('.vscode-resource.vscode-cdn.net')) return;
      if (protocol.startsWith('http') && host !== running.authority) this.outsideRequests.add(request.url());
    });
    page.on('pageerror', (error) => this.pageErrors.push(error.message));
  }

  /** Starts the server, installs the extension, opens the window and waits until its editor area is painted. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const name = options.vscode ?? ((process.env['CALLSMITH_VSCODE'] ?? 'current') as VscodeName);
    const vsix = options.vsix ?? process.env['CALLSMITH_VSIX'];
    const server = vscodeServer(name);
    const dataFolder = createDataFolder();
    const folder = path.join(dataFolder, 'workspace');
    cpSync(options.workspace, folder, { recursive: true });
    if (vsix !== undefined) installVsix(server, dataFolder, path.resolve(vsix));
    const settings = { ...options.settings };
    if (options.machineSettings) {
      const machine = path.join(dataFolder, 'user', 'Machine');
      mkdirSync(machine, { recursive: true });
      writeFileSync(path.join(machine, 'settings.json'), JSON.stringify(options.machineSettings));
    }
    // Without the test driver, which would keep notifications from showing.
    const running = await startServer(server, { dataFolder, settings });
    const { browser, context } = await launchBrowser();
    const shut = async (): Promise<void> => {
      await browser.close();
      await running.stop();
      removeDataFolder(dataFolder);
    };
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      const workbench = new Workbench(page, running, folder, settings, shut);
      await page.goto(workbenchUrl(running, { folder, payload: [['skipWelcome', 'true']] }));
      await page.locator('.monaco-workbench .part.editor').waitFor({ timeout: paintTimeout });
      await page
        .locator('.explorer-folders-view .monaco-list-row')
        .first()
        .waitFor({ timeout: paintTimeout });
      return workbench;
    } catch (error) {
      await shut();
      throw error;
    }
  }

  /** Ends the window, the server and everything they started. */
  close(): Promise<void> {
    return this.shut();
  }

  private async waitUntilPainted(): Promise<void> {
    await this.page.locator('.monaco-workbench .part.editor').waitFor({ timeout: paintTimeout });
    const explorer = this.page.locator('.explorer-folders-view .monaco-list-row');
    await explorer.first().waitFor({ timeout: paintTimeout });
  }

  /**
   * Opens the input box at the top (command palette, quick open, go to line) with a key and fills it in. Something that
   * takes the focus late, such as a view that was just asked for, closes the box: then it is opened again.
   */
  private async quickInput(key: string, text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press(key);
      try {
        await input.waitFor({ timeout: 5000 });
        await input.fill(text, { timeout: 5000 });
        return;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /**
   * Runs a command by its title, as the palette shows it (category included, the dots at its end may be left out), by keyboard:
   * suggestions that come late move the rows, and a click would meet another one.
   */
  async runCommand(title: string): Promise<void> {
    const name = new RegExp(`^${title.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}…?$`);
    const label = this.page.locator('.label-name').filter({ hasText: name });
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ has: label }).first();
    // A window that has just opened lists the commands of extensions only in a box that is opened after they are read: then
    // it is opened again.
    for (let attempt = 1; ; attempt++) {
      await this.quickInput('F1', `>${title}`);
      try {
        await row.waitFor({ timeout: 5000 });
        if (await this.focusRow(row)) break;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError)) throw error;
      }
      if (attempt === 8) throw new Error(`The palette does not offer "${title}".`);
      await this.page.keyboard.press('Escape');
    }
    await this.page.keyboard.press('Enter');
    await this.parkMouse();
  }

  /** Goes down a list to a row, by keyboard, and waits until it stays there. @returns whether it came there */
  private async focusRow(row: Locator): Promise<boolean> {
    const isFocused = async () =>
      /\bfocused\b/.test((await row.getAttribute('class', { timeout: 5000 })) ?? '');
    for (let pressed = 0; pressed < 20; pressed++) {
      if (await isFocused()) {
        // What the box finds for the text comes a moment later, and the focus goes to its first row then.
        await this.page.waitForTimeout(250);
        if (await isFocused()) return true;
      } else await this.page.keyboard.press('ArrowDown');
    }
    return false;
  }

  /** Puts the focus into the editor of a group (from 1, left to right), by keyboard. */
  async focusEditor(group = 1): Promise<void> {
    await this.page.keyboard.press(`Control+${group}`);
    await this.page.locator('.editor-instance .monaco-editor.focused').first().waitFor();
  }

  /** Moves the mouse where it shows no hover: the editor shows one for whatever it was left over. */
  private parkMouse(): Promise<void> {
    const { height } = this.page.viewportSize() ?? { height: 900 };
    // In the activity bar, between the icons at its top and those at its bottom.
    return this.page.mouse.move(24, Math.min(450, Math.round(0.66 * height)));
  }

  /**
   * Opens a file of the workspace in an editor of its own, by keyboard: the rows of the list move while files are still being
   * found, and a click would meet another one. @param file relative to the workspace
   */
  async openFile(file: string): Promise<void> {
    const name = path.posix.basename(file);
    const best = this.page.locator('.quick-input-list .monaco-list-row.focused').filter({ hasText: name });
    const searching = this.page.locator('.quick-input-widget .monaco-progress-container.active');
    for (let attempt = 1; ; attempt++) {
      await this.quickInput('Control+P', file);
      try {
        await searching.waitFor({ state: 'hidden', timeout: 10_000 });
        await best.waitFor({ timeout: 10_000 });
        await this.page.keyboard.press('Enter');
        await this.parkMouse();
        await this.page.locator('.tab.active').filter({ hasText: name }).waitFor({ timeout: 5000 });
        break;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    await this.page.locator('.editor-instance .view-lines').first().waitFor();
  }

  /** Puts the cursor at a line and column, both from 1, and shows it. */
  async goTo(line: number, column = 1, group = 1): Promise<void> {
    await this.focusEditor(group);
    await this.quickInput('Control+G', `:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  /** The lenses with these words. */
  lens(text: string): Locator {
    return this.page.locator('.codelens-decoration a').filter({ hasText: text });
  }

  /** The squiggles that are drawn now. */
  squiggles(severity: keyof typeof squiggleClasses): Locator {
    return this.page.locator(`.monaco-editor .${squiggleClasses[severity]}`);
  }

  /** Shows the Problems view and waits until a row contains the text. @returns that row */
  async showProblem(text: string): Promise<Locator> {
    await this.runCommand('Problems: Focus on Problems View');
    const row = this.page.locator('.markers-panel .monaco-list-row').filter({ hasText: text }).first();
    await row.waitFor();
    return row;
  }

  /** The rows of the Problems view that are drawn now. */
  problems(): Promise<TreeRow[]> {
    return readRows(this.page.locator('.markers-panel .monaco-list-row'));
  }

  /** Shows the outline and waits until a row contains the text. @returns the rows that are drawn */
  async showOutline(text: string): Promise<TreeRow[]> {
    await this.runCommand('Explorer: Focus on Outline View');
    const rows = this.page.locator('.outline-pane .monaco-list-row');
    await rows.filter({ hasText: text }).first().waitFor();
    return readRows(rows);
  }

  /**
   * Moves the mouse over something and waits for a hover that contains the text. What is under the mouse may move away, when
   * a lens comes above its line: then the mouse follows. @returns the hover's text
   */
  async hoverOver(target: Locator, text: string): Promise<string> {
    const hover = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: text }).first();
    for (let attempt = 1; ; attempt++) {
      await target.hover({ force: true });
      try {
        await hover.waitFor({ timeout: 7000 });
        return (await hover.innerText()).trim();
      } catch (error) {
        if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
        await this.parkMouse();
      }
    }
  }

  /** Shows the hover at a line and column, both from 1, by keyboard. @returns the hover's text once it contains the given one */
  async hoverAt(line: number, column: number, text: string): Promise<string> {
    await this.goTo(line, column);
    await this.page.keyboard.press('Control+K');
    await this.page.keyboard.press('Control+I');
    const hover = this.page.locator('.monaco-hover:not(.hidden)').filter({ hasText: text }).first();
    await hover.waitFor();
    return (await hover.innerText()).trim();
  }

  /** The light bulb beside the line of the cursor. */
  lightBulb(): Locator {
    return this.page
      .locator('.monaco-editor [class*="codicon-gutter-lightbulb"], .monaco-editor .lightBulbWidget')
      .filter({ visible: true })
      .first();
  }

  /** Opens the menu of quick fixes at the cursor, by keyboard, and waits for one. @returns its row in the menu */
  async showQuickFix(title: string): Promise<Locator> {
    const fix = this.page.locator('.action-widget .monaco-list-row').filter({ hasText: title });
    // As with the input box: what takes the focus late closes the menu, or keeps the key from the editor.
    for (let attempt = 1; ; attempt++) {
      await this.focusEditor();
      await this.page.keyboard.press('Control+.');
      try {
        await fix.waitFor({ timeout: 5000 });
        return fix;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Starts renaming at the cursor (F2), and waits until the box with this name has the focus: the next key goes there. */
  async startRename(name: string): Promise<void> {
    const input = this.page.locator('.rename-box .rename-input');
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F2');
      try {
        await input.waitFor({ timeout: 5000 });
        await this.page.waitForFunction(
          (wanted) => {
            const { activeElement: box } = document;
            return box instanceof HTMLInputElement && box.matches('.rename-input') && box.value === wanted;
          },
          name,
          { timeout: 5000 },
        );
        return;
      } catch (error) {
        if (!(error instanceof errors.TimeoutError) || attempt === 4) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** A status bar item by its text. */
  statusItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** A notification by its text. */
  toast(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast').filter({ hasText: text }).first();
  }

  /** Closes all notifications. VS Code draws three of those that come within 800 ms, so what comes next has its turn again. */
  async clearNotifications(): Promise<void> {
    await this.runCommand('Notifications: Clear All Notifications');
    await this.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
    await this.page.waitForTimeout(800);
  }

  /** The content of the webview that is shown. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  /** Changes user settings and loads the window anew; the server does not notice when the file changes under it. */
  async changeSettings(changed: Record<string, unknown>): Promise<void> {
    this.settings = { ...this.settings, ...changed };
    writeSettings(this.running.dataFolder, this.settings);
    await this.page.reload();
    await this.waitUntilPainted();
  }

  /** Switches the colour theme, as a person does, and waits until it shows. */
  async switchTheme(kind: ThemeKind): Promise<void> {
    const { label, className } = themes[kind];
    await this.runCommand('Preferences: Color Theme');
    await this.page.locator('.quick-input-widget input').first().fill(label);
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: label }).first();
    await row.waitFor();
    if (!(await this.focusRow(row))) throw new Error(`The picker does not offer the theme "${label}".`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
  }

  /** Saves what the window shows as test/out/screenshots/VSCODE/NAME.png, where pictures are taken. @returns the file */
  async screenshot(name: string, isTaken = takesPictures): Promise<string> {
    const folder = path.resolve('test/out/screenshots', this.running.server.name);
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${name}.png`);
    if (isTaken) await this.page.screenshot({ path: file, animations: 'disabled' });
    return file;
  }
}

/** The text and depth of each row of a tree that is drawn now. */
async function readRows(rows: Locator): Promise<TreeRow[]> {
  const found: TreeRow[] = [];
  for (const row of await rows.all()) {
    const text = (await row.innerText()).replace(/\s+/g, ' ').trim();
    const names = await row.locator('.label-name').allInnerTexts();
    found.push({
      text,
      label: names[0]?.trim() ?? text,
      level: Number(await row.getAttribute('aria-level')),
    });
  }
  return found;
}
