/** Names the domain on its certificate, for `npm run domains`, which finds it by this tag. */
export const DOMAIN_TAG = 'entrance-domain';
