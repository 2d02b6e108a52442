import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const NAME = 'cart';
const SECONDS = 7 * 24 * 3600;

/** The id of the customer's cart, which only their browser knows. Another site's form does not send it (SameSite). */
export function cartOf(request: FastifyRequest, reply: FastifyReply): string {
  const known = new RegExp(`(?:^|; )${NAME}=([0-9a-f-]{36})(?:;|$)`).exec(request.headers.cookie ?? '')?.[1];
  if (known) return known;
  const id = randomUUID();
  const secure = request.protocol === 'https' ? '; Secure' : '';
  reply.header('set-cookie', `${NAME}=${id}; Path=/; Max-Age=${SECONDS}; HttpOnly; SameSite=Lax${secure}`);
  return id;
}
