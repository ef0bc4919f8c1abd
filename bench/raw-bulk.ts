/** The peer of a first sync: posts bulk bodies that are there already, one after the other, and says how long that took. */
import { Agent, request } from 'undici';

type Job = { readonly url: string; readonly token: string; readonly bodies: readonly string[] };

async function post({ url, token, bodies }: Job): Promise<number> {
  const dispatcher = new Agent();
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' };
  const begin = performance.now();
  for (const body of bodies) {
    const answer = await request(`${url}/Bulk`, { dispatcher, method: 'POST', headers, body });
    await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`the peer answered ${answer.statusCode}`);
  }
  const ms = performance.now() - begin;
  await dispatcher.close();
  return ms;
}

process.on('message', async (job: Job) => {
  process.send?.(await post(job));
  process.disconnect();
});
