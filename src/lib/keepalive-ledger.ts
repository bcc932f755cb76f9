/** Browsers refuse a keepalive request once 64 KiB of bodies are in flight (Fetch standard, HTTP-network-or-cache fetch); some is left for the page's own. */
const limit = 60 * 1024;

/** Page-wide: all requests share what the browser allows. */
export interface KeepaliveLedger {
  /** Bytes of body that one more keepalive request may carry now. */
  left(): number;
  /** Takes the bytes; the returned function gives them back. */
  take(bytes: number): () => void;
}

export const createKeepaliveLedger = (): KeepaliveLedger => {
  let used = 0;
  return {
    left: () => limit - used,
    take(bytes) {
      used += bytes;
      return () => void (used -= bytes);
    },
  };
};
