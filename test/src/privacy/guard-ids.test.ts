import assert from 'node:assert/strict';
import {createHash, randomBytes, randomUUID} from 'node:crypto';
import {test} from 'node:test';
import {createPiiGuard} from '../../../src/privacy/pii-guard.js';

const guard = createPiiGuard();
const ROUNDS = 12_500;

const uuidV7 = () => {
  const hex = (Date.now() - (randomBytes(4).readUInt32LE() % 1e9)).toString(16).padStart(12, '0') + '7' + randomBytes(10).toString('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
};
const ulid = () => '01' + Array.from(randomBytes(24), byte => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte % 32]).join('');
const hash = (algorithm: string) => () => createHash(algorithm).update(randomBytes(8)).digest('hex');

for (const [what, make] of [
  ['UUIDv4', randomUUID],
  ['UUIDv7', uuidV7],
  ['ULIDs', ulid],
  ['MD5 hashes', hash('md5')],
  ['SHA-1 hashes', hash('sha1')],
  ['SHA-256 hashes', hash('sha256')],
] as const) {
  test(`never touches ${what}`, () => {
    for (let i = 0; i < ROUNDS; i++) {
      const id = make();
      const event = {
        distinct_id: id,
        session_id: id,
        chat_id: id,
        url: `https://x.example/chat/${id}/edit?session_id=${id}&tab=2#${id}`,
        text: `Chat ${id} opened, user-${id} (${id})`,
      };
      assert.deepStrictEqual(guard(event), event);
    }
  });
}
