import { traced, traceHeaders } from '../process/telemetry';
import { patiently } from './patience';

export interface Product {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly priceCents: number;
}

/** The service that knows what there is to buy. */
export class Catalog {
  constructor(private readonly url: string) {}

  /** @param requestId of the request that this is for, so that both logs have it. */
  products(requestId: string): Promise<Product[]> {
    return traced('GET catalog', () => patiently(() => this.ask(requestId), { tries: 3 }));
  }

  private async ask(requestId: string): Promise<Product[]> {
    const response = await fetch(`${this.url}/products`, {
      headers: { 'x-request-id': requestId, ...traceHeaders() },
      signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok) throw new Error(`the catalog answered ${response.status}`);
    return ((await response.json()) as { products: Product[] }).products;
  }
}
