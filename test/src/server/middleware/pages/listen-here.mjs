/** Loaded before a program that listens somewhere: it listens on 127.0.0.1 wherever there is room, and its parent hears where. */
import {Server} from 'node:net';

const {listen} = Server.prototype;
Server.prototype.listen = function (...asked) {
  this.once('listening', () => process.send(this.address().port));
  return listen.call(
    this,
    0,
    '127.0.0.1',
    asked.find(each => typeof each === 'function'),
  );
};
