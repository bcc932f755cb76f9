// The built proxy, telling every request to nobody.
import {createProxy} from 'askfirst/proxy';

const proxy = createProxy({upstream: process.argv[2], port: 0, analytics: {provider: 'noop', onProblem() {}}});
const {url} = await proxy.start();
process.send(Number(new URL(url).port));
