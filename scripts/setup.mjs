// Runs before anything is installed: Node's own modules only.
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {findBrowsers} from './browsers.mjs';
import {findPython} from './python.mjs';

/** The project's top folder, without a slash at its end. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');

const packages = file => JSON.parse(readFileSync(join(root, file), 'utf8')).packages;

const sameRanges = (a = {}, b = {}) => Object.keys({...a, ...b}).every(name => a[name] === b[name]);

/** Whether `node_modules` holds what the lock file asks for; packages for other platforms may be missing. */
const installed = () => {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const wanted = packages('package-lock.json');
  const present = packages('node_modules/.package-lock.json');
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const lockIsCurrent = ['dependencies', 'devDependencies', 'optionalDependencies'].every(kind => sameRanges(own[kind], wanted[''][kind]));
  return (
    lockIsCurrent &&
    Object.entries(wanted).every(([path, {version, optional}]) =>
      path === '' || !present[path] ? path === '' || optional : present[path].version === version && existsSync(join(root, path)),
    )
  );
};

const run = (command, args, env = {}) => {
  console.log(`> ${command} ${args.join(' ')}`);
  const {status, error} = spawnSync(command, args, {cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: {...process.env, ...env}});
  if (error || status !== 0)
    throw new Error(`"${command} ${args.join(' ')}" failed${error ? `: ${error.message}` : ` with exit code ${status}`}`);
};

const debianPackages = {
  chromium: ['chromium'],
  firefox: ['firefox-esr'],
  webkitDriver: ['webkit2gtk-driver'],
  miniBrowser: ['webkit2gtk-driver'],
  xvfb: ['xvfb'],
  python: ['python3-fastapi', 'python3-uvicorn', 'python3-websockets'],
};

const missingPrograms = () =>
  Object.entries({...findBrowsers(), python: findPython()}).flatMap(([name, path]) => (path && existsSync(path) ? [] : [name]));

const installPrograms = missing => {
  const names = [...new Set(missing.flatMap(name => debianPackages[name]))];
  const cure = `Install these packages (names as in Debian) and run this again: ${names.join(' ')}`;
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`Programs for the tests are missing and there is no apt-get here. ${cure}`);
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n', '--preserve-env=DEBIAN_FRONTEND'];
  if (asRoot.length > 0 && spawnSync('sudo', ['-n', 'true'], {stdio: 'ignore'}).status !== 0)
    throw new Error(`Programs for the tests are missing and installing them needs root. ${cure}`);
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', '-q', ...args];
    run(command, rest, {DEBIAN_FRONTEND: 'noninteractive'});
  };
  apt('update');
  apt('install', '-y', '--no-install-recommends', ...names, 'xauth', 'fonts-dejavu-core', 'fonts-liberation');
  const still = missingPrograms();
  if (still.length > 0) throw new Error(`Still missing after the installation: ${still.join(', ')}. ${cure}`);
};

/**
 * Makes a fresh machine ready: packages as locked and, if asked for, the three test browsers and FastAPI.
 * Says what it does; does nothing, quickly, when everything is there. Throws with the cure when it cannot.
 */
export const setUp = ({browsers = false} = {}) => {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Error(`Node 20 or newer is needed; this is ${process.versions.node}.`);
  if (!installed()) run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
  const missing = browsers ? missingPrograms() : [];
  if (missing.length > 0) installPrograms(missing);
};
