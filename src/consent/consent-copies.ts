import {readItem, removeItem, writeItem} from '../lib/storage.js';
import type {ConsentMirror, ConsentPlaces, ConsentStoreParts} from './consent-parts.js';
import type {ConsentRecord} from './consent-record.js';
import {formatConsentRecord, newest, parseConsentRecord} from './consent-record.js';

/** All copies of the decision: localStorage, the cookie where the owner wants one, and the journal. */
export interface ConsentCopies {
  /** The newest of those that can be read at once. One that stands in the cookie alone says so. */
  read(places: ConsentPlaces): ConsentRecord | null;
  /** Whether it stands in localStorage now. */
  save(places: ConsentPlaces, record: ConsentRecord): boolean;
  forget(places: ConsentPlaces): void;
  /** Writes it into the journal. */
  note(places: ConsentPlaces, record: ConsentRecord): void;
  /** Opens the cookie, and asks the journal; one that is missing or broken is not heard. Resolves when both have been tried. */
  ask(places: ConsentPlaces, heard: (noted: ConsentRecord | null) => void): Promise<unknown>;
}

export const createConsentCopies = ({
  storage,
  journal,
  openMirror,
  now,
}: Pick<ConsentStoreParts, 'storage' | 'journal' | 'openMirror' | 'now'>): ConsentCopies => {
  let mirror: ConsentMirror | undefined;

  return {
    read(places) {
      const mirrored = mirror ? mirror.read(places) : null;
      const found = newest(parseConsentRecord(readItem(storage(), places.storageKey), places, now()), mirrored);
      return mirrored && found?.time === mirrored.time && !found.source ? {...found, source: 'cookie'} : found;
    },
    save(places, record) {
      const write = () => writeItem(storage(), places.storageKey, formatConsentRecord(record, places.policyVersion));
      mirror?.write(places, record);
      // A full disk must not bring an old grant back: removing frees space and can never widen consent.
      return write() || (removeItem(storage(), places.storageKey), write());
    },
    forget(places) {
      mirror?.write(places, null);
      removeItem(storage(), places.storageKey);
    },
    note(places, record) {
      // Where there is no journal, the decision stands in the other places.
      journal?.write(places.storageKey, formatConsentRecord(record, places.policyVersion)).catch(() => {});
    },
    ask(places, heard) {
      mirror = undefined;
      return Promise.allSettled([
        journal?.read(places.storageKey).then(text => heard(parseConsentRecord(text, places, now()))),
        places.cookieName && openMirror(places).then(opened => (mirror = opened)),
      ]);
    },
  };
};
