d0553wstm-
u f PM-Peru-Sugar Strike,     1st Ld   04-29 0110
^PM-Peru-Sugar Strike, 1st Ld,110<
^Sugar strike spreads in northern Peru=
^By JANE DOERING and LUCHO HUAMANCHUMO=
^Pan-Southern News Writers=
TRUJILLO, Peru (PSN) _ A strike by sugar mill workers spread to a fourth town on Peru's northern coast Tuesday and the government sent 300 police officers to keep the Pan-American Highway open.
Union leaders and the Labor Ministry were to meet in Chiclayo on Wednesday.
``Nobody goes back for promises,'' said Eleuterio Chumpitaz, who leads the union at the Laredo mill. He demanded a raise of 11 percent.
The owners' association says the mills lose 2{ million soles a day.

PSN-DS-04-29-25 1418EDT<


