/** The script-tag build: registers every element, and gives scripts the same names as the package. */
import './define-all.js';

export * from '../src/index.js';
