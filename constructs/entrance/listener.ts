import type { LbListenerDefaultAction } from '@cdktf/provider-aws/lib/lb-listener';

/** How a listener speaks to clients. */
export const TLS = {
  port: 443,
  protocol: 'HTTPS',
  // TLS 1.2 and 1.3, with forward secrecy and a key exchange that later quantum computers can't undo.
  sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  routingHttpResponseServerEnabled: false,
  routingHttpResponseStrictTransportSecurityHeaderValue: 'max-age=31536000',
};

/** What a listener says where no rule leads on. */
export function answerNobody(): LbListenerDefaultAction {
  return {
    type: 'fixed-response',
    fixedResponse: {
      statusCode: '404',
      contentType: 'application/json',
      messageBody: JSON.stringify({ error: 'no service has this address' }),
    },
  };
}
