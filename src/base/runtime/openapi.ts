/** OpenAPI 3.1 from the route rows' own schemas. Loaded only where the document is wanted: it is no small package. */
import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

/** Registered before every other plugin, since it hears of the routes that are added after it; then `app.swagger()`. */
export async function describeRoutes(
  app: FastifyInstance,
  info: { readonly title: string; readonly version: string; readonly description: string },
): Promise<void> {
  await app.register(fastifySwagger, { openapi: { openapi: '3.1.0', info } });
}
