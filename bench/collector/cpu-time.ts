import {existsSync, readdirSync, readFileSync} from 'node:fs';

/** Seconds of processor time (Linux; ticks of 10 ms): of the main thread, and of all threads together. */
export interface CpuTime {
  readonly main: number;
  readonly all: number;
}

const ofThread = (path: string): number => {
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

/** What a process has used so far; undefined where the system does not tell. Unlike throughput, it hardly depends on what else the machine does. */
export const cpuTime = (pid: number): CpuTime | undefined => {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return undefined;
  const all = readdirSync(tasks).reduce((sum, task) => sum + ofThread(`${tasks}/${task}/stat`), 0);
  return {main: ofThread(`${tasks}/${pid}/stat`), all};
};
