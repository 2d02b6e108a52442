import type { Product } from '../backing/catalog';
import { type Line, type Order, total } from '../backing/orders';
import { type Html, html } from './html';

export interface Shop {
  readonly products: readonly Product[];
  readonly cart: readonly Line[];
  readonly currency: string;
  /** Pay on one page: the order is placed at once, and nobody is asked again. */
  readonly quickCheckout: boolean;
  /** Id that the next order gets. */
  readonly nextOrder: string;
}

export function shopPage({ products, cart, currency, quickCheckout, nextOrder }: Shop): string {
  const price = priceIn(currency);
  return page(
    'Shop',
    html`<h1>Shop</h1>
      <section aria-labelledby="products"><h2 id="products">Products</h2>
        <ul class="grid">${products.map(
          ({ id, name, description, priceCents }) =>
            html`<li><h3>${name}</h3><p>${description}</p><p><strong>${price(priceCents)}</strong></p>
              ${changeForm(id, 1, html`Add <span class="aside">${name}</span> to the cart`)}</li>`,
        )}</ul>
      </section>
      <section aria-labelledby="cart"><h2 id="cart">Your cart</h2>
        ${
          cart.length === 0
            ? html`<p>It is empty.</p>`
            : html`${linesTable(cart, currency)}
              <ul class="plain">${cart.map(
                ({ product, name }) =>
                  html`<li>${changeForm(product, -1, html`Take one <span class="aside">${name}</span> out`)}</li>`,
              )}</ul>
              <form method="post" action="/orders">
                <input type="hidden" name="id" value="${nextOrder}">
                <p><label>E-mail, if you want one <input type="email" name="email" autocomplete="email" maxlength="254"></label></p>
                <button class="main">${quickCheckout ? 'Buy now' : 'Check out'}</button>
              </form>`
        }
      </section>`,
  );
}

const STATES = {
  open: 'It is not placed yet.',
  placed: 'It is placed. We are packing it.',
  packed: 'It is packed and on its way.',
} as const;

export function orderPage({ id, state, currency, lines }: Order): string {
  return page(
    'Your order',
    html`<h1>Your order</h1>
      <p role="status">${STATES[state]}</p>
      ${linesTable(lines, currency)}
      ${state === 'open' ? html`<form method="post" action="/orders/${id}/confirm"><button class="main">Place the order</button></form>` : ''}
      ${state === 'packed' ? html`<p><a href="/orders/${id}/receipt">Receipt</a></p>` : ''}
      <p><a href="/">Back to the shop</a></p>`,
  );
}

export function messagePage(title: string, message: string): string {
  return page(title, html`<h1>${title}</h1><p role="alert">${message}</p><p><a href="/">To the shop</a></p>`);
}

/** What the bucket keeps of an order. */
export function receipt({ id, currency, lines, totalCents }: Order): string {
  const price = priceIn(currency);
  const each = lines.map(({ name, count, priceCents }) => `${count} x ${name}: ${price(count * priceCents)}`);
  return [`Receipt for order ${id}`, '', ...each, '', `Total: ${price(totalCents)}`, ''].join('\n');
}

function linesTable(lines: readonly Line[], currency: string): Html {
  const price = priceIn(currency);
  return html`<table>
    <thead><tr><th scope="col">Product</th><th scope="col">Count</th><th scope="col">Price</th></tr></thead>
    <tbody>${lines.map(
      ({ name, count, priceCents }) =>
        html`<tr><th scope="row">${name}</th><td>${count}</td><td>${price(count * priceCents)}</td></tr>`,
    )}</tbody>
    <tfoot><tr><th scope="row">Total</th><td></td><td>${price(total(lines))}</td></tr></tfoot>
  </table>`;
}

function changeForm(product: string, count: number, label: Html): Html {
  return html`<form method="post" action="/cart">
    <input type="hidden" name="product" value="${product}"><input type="hidden" name="count" value="${count}">
    <button>${label}</button>
  </form>`;
}

function priceIn(currency: string): (cents: number) => string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return (cents) => format.format(cents / 100);
}

/** The only style: what is within it may be read from this page alone. */
export const STYLE = `
  body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1rem; color: #1c1c1c; background: #fff }
  .grid { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); list-style: none; padding: 0 }
  .grid li { border: 1px solid #767676; border-radius: .5rem; padding: 0 1rem 1rem }
  .plain { list-style: none; padding: 0 } .plain li { display: inline-block; margin: 0 .5rem .5rem 0 }
  button { font: inherit; padding: .5rem 1rem; border: 1px solid #1c1c1c; border-radius: .25rem; background: #fff; cursor: pointer }
  button.main { background: #0b5d3b; border-color: #0b5d3b; color: #fff }
  :focus-visible { outline: 3px solid #1a5fb4; outline-offset: 2px }
  table { border-collapse: collapse; margin-bottom: 1rem } th, td { padding: .25rem 1rem .25rem 0; text-align: left }
  td:nth-child(n+2) { text-align: right } tfoot { border-top: 1px solid #767676 }
`;

function page(title: string, body: Html): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${html`${title}`.text}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.text}
</main>
</body>
</html>
`;
}
