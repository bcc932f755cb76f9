/** A browser that has never decided: no stored decision, and none in its journal. */
export const forget = async (prefix = 'askfirst'): Promise<void> => {
  localStorage.clear();
  const gone = indexedDB.deleteDatabase(`${prefix}:consent`);
  await new Promise(resolve => (gone.onsuccess = gone.onerror = resolve));
};
