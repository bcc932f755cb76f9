import {applyPreferences, readPreferences} from './preferences.js';

applyPreferences(readPreferences());
