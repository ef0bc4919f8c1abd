import { test } from 'tap';
import { file, line, lines, standAlone } from './stand-alone.ts';

const COUNT = 300;

/** Kills the process when the server has seen so many requests, before or after it carried the last one out. */
for (const at of [2, 4]) {
  for (const answered of [false, true]) {
    test(`kill -9 at request ${at}, ${answered ? 'after it was carried out' : 'before it arrived'}; then the right users, nobody twice`, async (t) => {
      let seen = 0;
      let kill: (() => void) | undefined;
      const s = await standAlone(t, {
        before: (request, response) => {
          if (!kill || ++seen !== at) return false;
          if (answered) {
            // the server does its work and the process is gone before the answer
            response.once('finish', () => kill?.());
            const { end } = response;
            response.end = ((...args: Parameters<typeof end>) => {
              kill?.();
              return end.apply(response, args);
            }) as typeof end;
            return false;
          }
          kill();
          request.destroy();
          return true;
        },
      });
      s.csv(file(lines(COUNT)));
      const first = s.spawn('--json');
      kill = () => {
        if (first.child.exitCode === null) first.child.kill('SIGKILL');
      };
      const end = await first.ended;
      t.not(end.code, 0, 'it was killed');
      kill = undefined;
      s.csv(file([...lines(COUNT - 1), line(COUNT + 1)]));
      const { code, stderr } = await s.json();
      t.equal(code, 0, stderr);
      const users = s.server.users().filter((user) => user.active !== false);
      const ids = new Set(users.map((user) => user.externalId));
      t.equal(users.length, COUNT);
      t.equal(ids.size, COUNT, 'nobody twice');
      t.match(await s.json(), { code: 0, counts: { unchanged: COUNT, requests: 0 } });
    });
  }
}
