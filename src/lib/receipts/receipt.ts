import {canonicalJson} from './canonical-json.js';

/** One category as it stood in a decision. */
export interface ReceiptCategory {
  readonly id: string;
  readonly granted: boolean;
  /** Who receives data when it is granted: names of providers, as configured. */
  readonly providers: readonly string[];
}

/** What was shown when the visitor decided. */
export interface ReceiptShown {
  /** The element that asked, and `dialog` where it was one: `consent-banner`, `consent-settings dialog`. */
  readonly layout: string;
  /** The language tag of the texts. */
  readonly locale: string;
  /** SHA-256 (hex) of the canonical JSON of the list of all texts shown, in reading order: `textsHash`. */
  readonly texts: string;
}

/** The proof of one decision. Nothing in it tells who decided: no address, no user agent, no id of a visitor. */
export interface Receipt {
  readonly v: 1;
  /** Random, of this receipt alone (UUIDv4): by it a server knows a receipt that comes twice. */
  readonly id: string;
  /** The hash of the receipt before, made in the same browser; null for the first. */
  readonly previous: string | null;
  /** When the decision was made (ISO 8601, UTC, milliseconds). */
  readonly time: string;
  /** The origin of the site that asked. */
  readonly site: string;
  /** The version of the owner's policy. */
  readonly policy: string;
  /** Name and version of the software that asked. */
  readonly library: string;
  /** What the visitor used: `banner`, `settings`, `gate`; or `api`, the site's own act. */
  readonly method: string;
  /** Null where nothing was shown: a decision by script. */
  readonly shown: ReceiptShown | null;
  /** The optional categories, in the owner's order. */
  readonly categories: readonly ReceiptCategory[];
  /** Whether the decision was taken back so that the visitor is asked again; all categories then stand as not granted. */
  readonly reset: boolean;
}

/** A receipt with the hash over all of it but the hash: SHA-256 (hex) of its canonical JSON in UTF-8. */
export interface SealedReceipt extends Receipt {
  readonly hash: string;
}

/** SHA-256 of a text in UTF-8, in lower-case hex. Needs WebCrypto: Node, and pages on https or localhost. */
export const sha256 = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0')).join('');
};

/** The hash of exactly these texts in this order, as it stands in `shown.texts`. */
export const textsHash = (texts: readonly string[]): Promise<string> => sha256(canonicalJson(texts));

/** Seals a receipt: adds the hash that the next one refers to. */
export const sealReceipt = async (receipt: Receipt): Promise<SealedReceipt> => ({...receipt, hash: await sha256(canonicalJson(receipt))});
