/** What package.json promises is what the code names, and the other way round. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  backendSettings,
  commands,
  contexts,
  judgeSettings,
  lineLanguages,
  settings,
  thoughtSettings,
  traceSettings,
  walkthroughId,
} from '../../src/vscode/ids.ts';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly keybindings: readonly {
      readonly command: string;
      readonly key: string;
      readonly when: string;
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly image: Readonly<Record<string, string>> };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope?: string }>> };
  };
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: boolean;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly activationEvents: readonly string[];
}
const texts = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
/** With the texts of package.nls.json in place of their keys. */
const manifest = JSON.parse(readFileSync('package.json', 'utf8'), (_, value: unknown) =>
  typeof value === 'string' && /^%.+%$/.test(value) ? (texts[value.slice(1, -1)] ?? value) : value,
) as Manifest;
const { contributes } = manifest;
const sources = readdirSync('src/vscode', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(`src/vscode/${file}`, 'utf8') }));

describe('docs/keyboard.md', () => {
  const page = readFileSync('docs/keyboard.md', 'utf8');

  it('lists every command of the palette', () => {
    const hidden = contributes.menus['commandPalette']!.filter(({ when }) => when === 'false');
    const shown = contributes.commands.filter(
      ({ command }) => !hidden.some((one) => one.command === command),
    );
    const listed = Array.from(page.matchAll(/^- \*\*(.+)\*\* \(`(.+)`\)$/gm), ([, title, command]) => ({
      command,
      title,
    }));
    expect(listed).toEqual(shown.map(({ command, title }) => ({ command, title })));
  });

  it('names the keys that are set', () => {
    for (const { key } of contributes.keybindings) {
      expect(page.toLowerCase()).toContain(`<kbd>${key}</kbd>`);
    }
  });
});

describe('the walkthrough', () => {
  const [walkthrough] = contributes.walkthroughs;

  it('is the one that the code opens', () => {
    expect(contributes.walkthroughs).toHaveLength(1);
    expect(walkthrough!.id).toBe(walkthroughId);
  });

  it('has a picture for each step, in light and in dark', () => {
    for (const { id, media } of walkthrough!.steps)
      for (const file of Object.values(media.image)) expect(existsSync(file), `${id}: ${file}`).toBe(true);
  });

  it('names commands that there are', () => {
    const known = new Set(contributes.commands.map(({ command }) => command));
    const named = walkthrough!.steps.flatMap(({ description, completionEvents }) => [
      ...Array.from(description.matchAll(/\(command:(callsmith[\w.]+)/g), (match) => match[1]!),
      ...completionEvents.flatMap((event) => /^onCommand:(callsmith.*)/.exec(event)?.[1] ?? []),
    ]);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((command) => !known.has(command))).toEqual([]);
  });
});

describe('ids.ts and package.json', () => {
  it('name the same commands', () => {
    expect(contributes.commands.map(({ command }) => command).sort()).toEqual(Object.values(commands).sort());
  });

  it('give every command a title that says what it does, in title case, under the name of the extension', () => {
    const titles = Object.fromEntries(contributes.commands.map(({ command, title }) => [command, title]));
    expect(titles).toEqual({
      'callsmith.check.file': 'Check File',
      'callsmith.check.folder': 'Check Folder',
      'callsmith.check.clear': 'Clear Check Results',
      'callsmith.fix.file': 'Fix All Safe Problems in File',
      'callsmith.fix.toLines': 'Convert Array to JSON Lines',
      'callsmith.format.pick': 'Choose Format of This File',
      'callsmith.target.pick': 'Choose Targets',
      'callsmith.answer.check': 'Check Answer',
      'callsmith.answer.checkFile': 'Check All Answers of File',
      'callsmith.answer.askModel': 'Model Answer',
      'callsmith.thought.regenerate': 'Regenerate CoT',
      'callsmith.answer.regenerate': 'Regenerate Answer',
      'callsmith.prompt.edit': 'Edit a Prompt',
      'callsmith.change.accept': 'Accept Change',
      'callsmith.change.reject': 'Reject Change',
      'callsmith.change.retry': 'Try Again',
      'callsmith.heat.show': 'Show Token Weights',
      'callsmith.heat.paint': 'Paint Token Weights in Editor',
      'callsmith.heat.score': 'Score Sample with Model',
      'callsmith.trace.open': 'Open Recorded Run…',
      'callsmith.trace.openDemo': 'Open Demo Run',
      'callsmith.backend.select': 'Select Model Backend',
      'callsmith.backend.removeKey': 'Remove Key of Model Backend',
      'callsmith.sample.edit': 'Edit Sample',
      'callsmith.sample.new': 'New Sample',
      'callsmith.sample.showInFile': 'Show in File',
      'callsmith.status.show': 'Show Status',
      'callsmith.rule.open': 'Show Rule',
      'callsmith.problem.next': 'Go to Next Problem',
      'callsmith.finding.suppress': 'Suppress Finding',
      'callsmith.sample.next': 'Go to Next Sample',
      'callsmith.sample.previous': 'Go to Previous Sample',
      'callsmith.sample.nextProblem': 'Go to Next Sample with a Problem',
      'callsmith.sample.previousProblem': 'Go to Previous Sample with a Problem',
      'callsmith.sample.goTo': 'Go to Sample…',
      'callsmith.rename.inFile': 'Rename in Whole File…',
      'callsmith.problem.report': 'Report a Problem',
      'callsmith.problem.show': 'Show Problem',
      'callsmith.language.useJsonl': 'Treat as JSON Lines',
      'callsmith.log.show': 'Show Log',
      'callsmith.cli.install': 'Install Command Line',
      'callsmith.start.show': 'Get Started',
      'callsmith.example.open': 'Open Example',
    });
    for (const { category } of contributes.commands) expect(category).toBe('Callsmith');
  });

  it('name the same settings, each with a scope', () => {
    const { section, ...names } = settings;
    const known = Object.keys(contributes.configuration.properties).sort();
    expect(known).toEqual(
      [
        ...Object.values(names).map((name) => `${section}.${name}`),
        ...[backendSettings, thoughtSettings, judgeSettings, traceSettings].flatMap(({ area, ...inside }) =>
          Object.values(inside).map((name) => `${section}.${area}.${name}`),
        ),
      ].sort(),
    );
    for (const { scope } of Object.values(contributes.configuration.properties)) expect(scope).toBeDefined();
  });

  it('let a folder that is not trusted set nothing beyond how its data sets are checked', () => {
    const { untrustedWorkspaces } = manifest.capabilities;
    const set = Object.keys(contributes.configuration.properties).filter(
      (name) => !untrustedWorkspaces.restrictedConfigurations.includes(name),
    );
    expect(untrustedWorkspaces.supported).toBe(true);
    expect(set.filter((name) => !/^callsmith\.(validate|answers|codeLens|inlayHints)\./.test(name))).toEqual(
      [],
    );
    expect(set.length + untrustedWorkspaces.restrictedConfigurations.length).toBe(
      Object.keys(contributes.configuration.properties).length,
    );
  });

  it('let no folder, trusted or not, say where samples are sent or which model is paid for', () => {
    const { properties } = contributes.configuration;
    const names = Object.keys(properties).filter((name) =>
      /^callsmith\.backend\.|judgeModel|judges\.models/.test(name),
    );
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) expect(`${name} ${properties[name]!.scope}`).toBe(`${name} machine`);
  });

  it('put only known commands into menus', () => {
    const known = new Set<string>(Object.values(commands));
    const used = Object.values(contributes.menus).flat();
    expect(used.filter(({ command }) => !known.has(command))).toEqual([]);
  });

  it('bind keys to known commands, while a data set has the focus', () => {
    const known = new Set<string>(Object.values(commands));
    for (const { command, when } of contributes.keybindings) {
      expect(known).toContain(command);
      // The language keeps them out of other editors, such as the box of a chat beside the data set.
      expect(when).toBe(`editorTextFocus && ${contexts.isDataSet} && editorLangId =~ /^json/`);
    }
    const keys = contributes.keybindings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('start the extension for every language that it checks', () => {
    for (const language of lineLanguages)
      expect(manifest.activationEvents).toContain(`onLanguage:${language}`);
  });
});

describe('ids', () => {
  it('stand in ids.ts only', () => {
    const strays = sources
      .filter(({ file }) => file !== 'ids.ts')
      .flatMap(({ file, text }) =>
        [...text.matchAll(/'(callsmith\.[\w.]+)'/g)].map((match) => `${file}: ${match[1]}`),
      )
      // A file's name and the name of a status item are no ids of a command or a setting.
      .filter((stray) => !/callsmith\.config\.json|callsmith\.(?:status|backend)$/.test(stray));
    expect(strays).toEqual([]);
  });
});

describe('the text of documents', () => {
  it('is read as a whole for JSON documents only; everything else reads ranges or lines', () => {
    const reads = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/\.getText\(([^)]{0,20})/g)].map((match) => `${file}: getText(${match[1]})`),
    );
    expect(reads.sort()).toEqual([
      // The first lines, to tell what a JSON document holds.
      'features/jsonlOffer.ts: getText(new vscode.Range(0, )',
      // The configuration, to write into it.
      'features/suppress.ts: getText()',
      // A sample that is open by itself: one record.
      'sampleSession.ts: getText()',
      'sessions.ts: getText(new vscode.Range(0, )',
      // An array or an object is no list of lines; this session is made for the language json only.
      'wholeSession.ts: getText()',
      'wholeSession.ts: getText()',
    ]);
  });
});

describe('activate', () => {
  it('is a list that fits on a screen', () => {
    const { text } = sources.find(({ file }) => file === 'activate.ts')!;
    expect(text.split('\n').length).toBeLessThanOrEqual(60);
  });
});
