/** Every `*.test.ts` below the importing file's folder, gathered by tools/build.mjs; importing it registers the tests. */
declare module 'virtual:tests';
