/** English for the trigger, the same as the heading of the settings: in a file of its own, as the two are loaded apart. */
export const englishTrigger = 'Privacy settings';
