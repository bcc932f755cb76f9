/** Bounds how often something may happen, for each key by itself. */
export interface TokenBuckets<Key> {
  /** Takes `amount` out of the key's bucket: 0 if they were there, else the seconds (whole, at least 1) after which they are. */
  take(key: Key, amount: number): number;
}

export interface BucketOptions {
  /** What flows in; 0: no limit. */
  readonly perSecond: number;
  /** What a full bucket holds. */
  readonly burst: number;
  readonly now: () => number;
  /** So many keys are remembered, those used last; objects are remembered as long as they live. */
  readonly most?: number;
}

interface Bucket {
  left: number;
  filledAt: number;
}

const longestWait = 3_600;

export const createTokenBuckets = <Key>({perSecond, burst, now, most = 10_000}: BucketOptions): TokenBuckets<Key> => {
  const buckets = new Map<Key, Bucket>();
  // A socket that is closed must not be kept by its bucket.
  const ofObjects = new WeakMap<object, Bucket>();
  const bucketOf = (key: Key): Bucket => {
    const time = now();
    const isObject = typeof key === 'object' && key !== null;
    const bucket = (isObject ? ofObjects.get(key) : buckets.get(key)) ?? {left: burst, filledAt: time};
    bucket.left = Math.min(burst, bucket.left + (Math.max(0, time - bucket.filledAt) / 1_000) * perSecond);
    bucket.filledAt = time;
    if (isObject) {
      ofObjects.set(key, bucket);
      return bucket;
    }
    // The one used last goes to the end, so that the first is the one to forget.
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > most) buckets.delete(buckets.keys().next().value!);
    return bucket;
  };

  return {
    take(key, amount) {
      if (perSecond === 0) return 0;
      const bucket = bucketOf(key);
      // What no bucket could ever hold passes a full one.
      const wanted = Math.min(amount, burst);
      if (bucket.left < wanted) return Math.min(longestWait, Math.max(1, Math.ceil((wanted - bucket.left) / perSecond)));
      bucket.left -= wanted;
      return 0;
    },
  };
};
