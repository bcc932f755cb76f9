const shipped = path => path.replace(/\.ts$/, '.js').replace(/^(?!dist\/)/, 'dist/npm/');

/** Puts right what the analyser cannot know: where the modules are shipped, and which events are really an element's own. */
const askfirst = {
  name: 'askfirst',
  packageLinkPhase({customElementsManifest}) {
    for (const module of customElementsManifest.modules) {
      module.path = shipped(module.path);
      for (const declaration of module.declarations ?? []) {
        // An event without a description is invented from a constructor's argument.
        if (declaration.events) declaration.events = declaration.events.filter(event => event.description);
        if (declaration.members)
          declaration.members = declaration.members.filter(member => !/^#|^_/.test(member.name) && member.privacy !== 'private');
      }
      for (const entry of module.exports ?? []) if (entry.declaration?.module) entry.declaration.module = shipped(entry.declaration.module);
    }
  },
};

export default {
  globs: ['components/*/*.ts'],
  exclude: ['components/**/*.styles.ts', 'components/locales/**', 'components/collector-live/**'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [askfirst],
};
