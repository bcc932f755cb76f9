// Node 20 does not hand a loader down to its worker threads: with `--import` of this file in NODE_OPTIONS, they run TypeScript too.
import {isMainThread} from 'node:worker_threads';
import {register} from 'tsx/esm/api';

if (!isMainThread) register();
