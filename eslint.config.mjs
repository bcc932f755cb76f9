import js from '@eslint/js';
import {configs as lit} from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import {configs as wc} from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  {ignores: ['dist/', 'coverage/', '.cache/', 'demo/data/', 'test/fixtures/']},
  {linterOptions: {reportUnusedDisableDirectives: 'error'}},
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // TypeScript checks these itself, and strictly.
      '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_'}],
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-undef': 'off',
      // `customElements.get(tag) ?? customElements.define(tag, Class)` is the house's way to register.
      '@typescript-eslint/no-unused-expressions': ['error', {allowShortCircuit: true}],
    },
  },
  {
    files: ['components/**/*.ts', 'demo/**/*.ts'],
    extends: [lit['flat/recommended'], wc['flat/best-practice']],
    plugins: {'lit-a11y': litA11y},
    settings: {wc: {elementBaseClasses: ['LitElement']}},
    // LitElement always has the lifecycle callbacks that `super` calls.
    rules: {...litA11y.configs.recommended.rules, 'wc/guard-super-call': 'off'},
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {globals: Object.fromEntries(Object.getOwnPropertyNames(globalThis).map(name => [name, 'readonly']))},
  },
  {
    files: ['demo/**/*.js'],
    languageOptions: {
      globals: {document: 'readonly', window: 'readonly', location: 'readonly', customElements: 'readonly', EventSource: 'readonly'},
    },
  },
  {files: ['test/**/*.ts'], rules: {'@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-empty-function': 'off'}},
);
