import t from 'tap';
import { createWords, preferredLanguage } from '../../../web-ui/shared/words.ts';

const words = createWords({
  users: '{n, plural, =0 {nobody} one {# user} other {# users}}',
  greeting: 'Good morning, <b>{name}</b>.',
});

t.test('a message counts', async (t) => {
  t.equal(words.t('users', { n: 0 }), 'nobody');
  t.equal(words.t('users', { n: 1 }), '1 user');
  t.equal(words.t('users', { n: 1440 }), '1,440 users');
});

t.test('elements stand inside a message', async (t) => {
  const parts = words.rich('greeting', { name: 'Ann', b: (chunks) => ['[', chunks, ']'] as never });
  t.equal([parts].flat(9).join(''), 'Good morning, [Ann].');
});

t.test('the language: chosen here, else the first of the browser that we speak, else English', async (t) => {
  t.equal(preferredLanguage('de', ['fr']), 'de');
  t.equal(preferredLanguage(null, ['nl-BE', 'fr-BE', 'en']), 'fr');
  t.equal(preferredLanguage('xx', ['nl']), 'en');
});
