import {existsSync} from 'node:fs';
import {join} from 'node:path';

const debianModules = '/usr/lib/python3/dist-packages';

/** A Python that has FastAPI, uvicorn and websockets: Debian's, or the one that PYTHON_PATH names. Undefined when they are not installed. */
export const findPython = () =>
  process.env.PYTHON_PATH ??
  (['fastapi', 'uvicorn', 'websockets'].every(name => existsSync(join(debianModules, name))) ? '/usr/bin/python3' : undefined);
