# The names that the mask `name` takes its own from, thirty-two each. For the script that comes behind.
first_names=Ada,Amir,Anna,Ben,Carla,Chen,Clara,David,Elif,Emma,Felix,Grace,Hugo,Ines,Ivan,Jana
first_names=$first_names,Jonas,Kofi,Lara,Leon,Lucia,Malik,Maria,Mina,Nils,Nora,Omar,Paula,Ravi,Sofia,Theo,Yuki
last_names=Adler,Bauer,Becker,Berg,Costa,Diaz,Fischer,Garcia,Haas,Hansen,Ito,Jansen,Keller,Khan,Klein,Lang
last_names=$last_names,Lopez,Maier,Meyer,Moreau,Novak,Okafor,Park,Peters,Rossi,Sato,Silva,Smith,Vogel,Weber,Wolf,Young
