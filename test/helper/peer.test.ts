import { test } from 'tap';
import { isMember, parsePeer } from '../../src/helper/peer.ts';

test('systemd’s instance names of a connection', async (t) => {
  t.same(parsePeer('0-4711-998'), { pid: 4711, uid: 998 }, 'counter, pid, uid');
  t.same(parsePeer('12-4711_3406-0'), { pid: 4711, uid: 0 }, 'with a pidfd id (systemd 257)');
  t.equal(parsePeer('0-unknown'), undefined, 'the kernel could not tell');
  t.equal(parsePeer('0-127.0.0.1:1-127.0.0.1:2'), undefined, 'a TCP peer');
  t.equal(parsePeer(''), undefined);
});

test('who may ask', async (t) => {
  const files = {
    passwd: [
      'root:x:0:0::/root:/bin/sh',
      'cloudlink:x:998:997::/:/usr/sbin/nologin',
      'anna:x:1000:1000::/home/anna:/bin/sh',
      'bob:x:1001:1001::/home/bob:/bin/sh',
    ].join('\n'),
    group: 'cloudlink:x:997:bob\nanna:x:1000:\nbob:x:1001:\n',
  };
  t.ok(isMember(0, 'cloudlink', files), 'root');
  t.ok(isMember(998, 'cloudlink', files), 'primary group');
  t.ok(isMember(1001, 'cloudlink', files), 'further group');
  t.notOk(isMember(1000, 'cloudlink', files), 'somebody else');
  t.notOk(isMember(4242, 'cloudlink', files), 'a user that is not in the file');
  t.notOk(isMember(998, 'nobody-has-it', files), 'a group that is not in the file');
});
