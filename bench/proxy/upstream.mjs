// An empty handler, in a process of its own.
import {createServer} from 'node:http';

const server = createServer((request, response) =>
  response.end(request.url === '/openapi.json' ? '{"paths":{"/chats/{id}":{"get":{}}}}' : 'ok'),
);
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
