import { inspect } from 'node:util';
import { test } from 'tap';
import { createLogger, SECRET_NAMES, Secret } from '../../../src/base/runtime/logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  const keep = (line: string) => {
    text += line;
  };
  write(createLogger({ level: 'trace', name: 'test' }, { write: keep }));
  return text;
}

test('no secret by name, at the top and three levels down', (t) => {
  for (const name of SECRET_NAMES) {
    const secret = 'hunter2';
    const text = logged((log) => {
      log.info({ [name]: secret }, 'top');
      log.info({ a: { [name]: secret } }, 'one down');
      log.info({ a: { b: { [name]: secret } } }, 'two down');
      log.info({ a: { b: { c: { [name]: secret } } } }, 'three down');
    });
    t.notMatch(text, /hunter2/, name);
    t.equal(text.split('[secret]').length, 5, name);
  }
  t.end();
});

test('a Secret is never printed, and still there', (t) => {
  const secret = new Secret('hunter2');
  const shown = [
    String(secret),
    JSON.stringify({ secret }),
    inspect(secret),
    `${inspect({ deep: { secret } })}`,
  ];
  for (const text of shown) t.notMatch(text, /hunter2/);
  t.notMatch(
    logged((log) => log.info({ anything: secret }, 'x')),
    /hunter2/,
  );
  t.equal(secret.reveal(), 'hunter2');
  t.end();
});

test('an error with its cause, one line, with time and name', (t) => {
  const line = logged((log) =>
    log.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'it broke'),
  );
  const parsed = JSON.parse(line) as { name: string; time: string; msg: string; err: { message: string } };
  t.match(parsed, { name: 'test', msg: 'it broke', time: /^\d{4}-/ });
  t.match(JSON.stringify(parsed.err), /inner/);
  t.equal(line.trim().split('\n').length, 1);
  t.end();
});
