import { useState } from 'preact/hooks';
import type { ConsoleMe } from '../../src/contract/console-api.ts';
import { type Failure, failureOf } from '../shared/api.ts';
import { FailureBanner } from '../shared/banner.tsx';
import { api } from './api.ts';

export function SignIn({ onDone }: { onDone: (me: ConsoleMe) => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<Failure>();
  const submit = async (event: Event) => {
    event.preventDefault();
    try {
      onDone(await api.post<ConsoleMe>('/api/session', { email, password }));
    } catch (thrown) {
      setFailure(failureOf(thrown));
    }
  };
  return (
    <>
      <h1>Sign in to the console</h1>
      {failure && <FailureBanner failure={failure} />}
      <form class="form" onSubmit={submit}>
        <div class="field">
          <label for="email">E-mail address</label>
          <input
            class="input"
            id="email"
            type="email"
            autocomplete="username"
            required
            value={email}
            onInput={(e) => setEmail(e.currentTarget.value)}
          />
        </div>
        <div class="field">
          <label for="password">Password</label>
          <input
            class="input"
            id="password"
            type="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={(e) => setPassword(e.currentTarget.value)}
          />
        </div>
        <div class="row">
          <button class="btn primary" type="submit">
            Sign in
          </button>
        </div>
      </form>
    </>
  );
}
