export {checkConventions} from './check-conventions.js';
export type {Breach} from './check-conventions.js';
export {defineEvents} from './define-events.js';
export type {DefineOptions, EventsOf} from './define-events.js';
export type {InferInput, StandardSchema} from './standard-schema.js';
export type {EventDefinitions, Validation} from '../types.js';
