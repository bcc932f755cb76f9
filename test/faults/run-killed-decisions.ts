import {survive, wrongWith} from './killed-decision.js';

// node --import tsx test/faults/run-killed-decisions.ts [runs of each kind, default 20]
const runs = Number(process.argv[2] ?? 20);
let failed = 0;
for (const last of ['granted', 'refused'] as const) {
  let kept = 0;
  let rolledBack = 0;
  for (let run = 0; run < runs; run++) {
    const survival = await survive(last);
    const wrongs = wrongWith(last, survival);
    if (wrongs.length) console.log(`✗ ${last}, run ${run + 1}: ${wrongs.join('; ')}`);
    else kept++;
    if (survival.localStorage !== (last === 'granted' ? 'granted' : 'denied')) rolledBack++;
  }
  failed += runs - kept;
  console.log(`${last}, then SIGKILL: ${kept}/${runs} kept; localStorage alone had forgotten it in ${rolledBack}/${runs}`);
}
process.exitCode = failed ? 1 : 0;
