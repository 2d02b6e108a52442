import type { ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { Interrupt } from '../../../local/deploy/interrupt';

const told: string[] = [];
let kills: jest.Mock;
let child: EventEmitter;
let interrupt: Interrupt;
let exit: jest.SpyInstance;

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
  told.length = 0;
  kills = jest.fn();
  child = Object.assign(new EventEmitter(), { kill: kills });
  interrupt = new Interrupt((text) => told.push(text));
  interrupt.listen();
  exit = jest.spyOn(process, 'exit').mockReturnValue(undefined as never);
});
afterEach(() => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(signal);
  exit.mockRestore();
  jest.useRealTimers();
});

test('one Ctrl-C that arrives twice, from the terminal and from npm, is one for Terraform', () => {
  interrupt.watch(child as ChildProcess);
  process.emit('SIGINT');
  jest.advanceTimersByTime(100);
  process.emit('SIGINT');
  expect(kills.mock.calls).toEqual([['SIGINT']]);
  expect(told).toHaveLength(1);
  expect(() => interrupt.check()).toThrow('Interrupted');
});

test('a second Ctrl-C is passed on', () => {
  interrupt.watch(child as ChildProcess);
  process.emit('SIGINT');
  jest.advanceTimersByTime(2000);
  process.emit('SIGINT');
  expect(kills.mock.calls).toEqual([['SIGINT'], ['SIGINT']]);
});

test('a closed terminal is an interrupt too', () => {
  interrupt.watch(child as ChildProcess);
  process.emit('SIGHUP');
  expect(kills.mock.calls).toEqual([['SIGINT']]);
});

test('while no Terraform runs the command ends at once', () => {
  interrupt.watch(child as ChildProcess);
  child.emit('exit');
  process.emit('SIGINT');
  expect(exit).toHaveBeenCalledWith(130);
  expect(kills).not.toHaveBeenCalled();
});
