INSERT IGNORE INTO products (id, name, description, price_cents) VALUES
  ('lamp', 'Desk lamp', 'Warm light, folds flat, for a desk or a shelf.', 3900),
  ('mug', 'Mug', 'Stoneware, 350 ml, for coffee or tea.', 1450),
  ('notebook', 'Notebook', 'A5, dotted, 160 pages that lie flat.', 1290),
  ('pen', 'Fountain pen', 'Steel nib, refills from any bottle.', 2750),
  ('bag', 'Tote bag', 'Heavy cotton, carries twelve kilograms.', 1800),
  ('bottle', 'Bottle', 'Keeps water cold for a day, 500 ml.', 2400),
  ('blanket', 'Blanket', 'Wool, 130 by 180 centimetres.', 8900),
  ('clock', 'Wall clock', 'Silent hands, runs two years on one battery.', 4500);
