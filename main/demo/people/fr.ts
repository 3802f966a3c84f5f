/** Invented people of a French town: names, a NIR with its key, addresses, phones for fiction. */
import type { Random } from '../random.ts'
import type { HumanName } from '../../clinic/shared/names.ts'
import { eraOf, list } from './pools.ts'
import type { CountryPeople, FirstNames, IdentityDocument, Relative, Sex } from './pools.ts'

const families = list(`
Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel, Lefèvre,
Leroy, Roux, David, Bertrand, Morel, Fournier, Girard, Bonnet, Dupont, Lambert, Fontaine, Rousseau, Vincent,
Muller, Lefebvre, Faure, André, Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, François, Legrand,
Gauthier, Perrin, Robin, Clément, Morin, Nicolas, Henry, Roussel, Mathieu, Gautier, Masson, Marchand, Duval,
Denis, Dumont, Marie, Lemaire, Noël, Meyer, Dufour, Meunier, Brun, Blanchard, Giraud, Joly, Rivière, Lucas,
Brunet, Gaillard, Barbier, Arnaud, Martinez, Gérard, Roche, Renard, Schmitt, Roy, Leroux, Colin, Vidal,
Caron, Picard, Roger, Fabre, Aubert, Lemoine, Renaud, Dumas, Lacroix, Olivier, Philippe, Bourgeois, Pierre,
Benoît, Rey, Leclerc, Payet, Rolland, Leclercq, Guillaume, Lecomte, Jean, Dupuy, Guillot, Hubert, Berger,
Carpentier, Sanchez, Dupuis, Moulin, Louis, Deschamps, Huet, Vasseur, Perez, Boucher, Fleury, Royer, Klein,
Jacquet, Adam, Paris, Poirier, Marty, Aubry, Guyot, Carré, Charles, Renault, Charpentier, Ménard, Maillard,
Baron, Bertin, Bailly, Hervé, Schneider, Fernandez, Collet, Léger, Bouvier, Julien, Prévost, Millet, Perrot,
Daniel, Le Gall, Cousin, Germain, Breton, Besson, Langlois, Rémy, Le Goff, Pelletier, Lévêque, Perrier,
Leblanc, Barré, Lebrun, Marchal, Weber, Mallet, Hamon, Boulanger, Jacob, Monnier, Michaud, Rodriguez,
Guichard, Gillet, Étienne, Grondin, Poulain, Tessier, Chevallier, Collin, Chauvin, Da Silva, Bouchet, Gay,
Lemaître, Bénard, Maréchal, Humbert, Reynaud, Antoine, Hoarau, Perret, Barthélémy, Cordier, Pichon, Lejeune,
Gilbert, Lamy, Delaunay, Pasquier, Carlier, Laporte, Ferreira, Pereira, Jolivet, Tanguy, Kerbrat, Le Bihan`)

const maghrebFamilies =
  list(`Benali, Haddad, Belkacem, Cherif, Mansouri, Bouzid, Amrani, Saïdi, Brahimi,
Khelifi, Ziani, Toumi, Hamdi, Rahmani, Benmoussa, Lahlou, Meziane, Kaddour, Bensaïd, Chaoui, Traoré, Diallo`)

const maghrebNames: Record<Sex, readonly string[]> = {
  male: list(`Mohamed, Karim, Mehdi, Yanis, Rachid, Samir, Ahmed, Nassim, Sofiane, Bilal, Amine, Ilyes,
Farid, Adam, Rayan, Youssef, Ibrahim, Malik, Hakim, Walid`),
  female:
    list(`Fatima, Yasmine, Sarah, Nadia, Inès, Samira, Leïla, Amina, Sofia, Malika, Karima, Assia,
Lina, Nour, Myriam, Salma, Naïma, Farida, Aïcha, Hanane`),
}

const firstNames: FirstNames = {
  male: {
    to1954:
      list(`Jean, Michel, Pierre, Jacques, André, Bernard, Claude, Gérard, Daniel, René, Roger, Robert,
Marcel, Guy, Christian, Henri, Georges, Serge, Raymond, Yves, Maurice, Lucien, Roland, Francis, Jean-Claude,
Gilbert, Louis, Paul`),
    to1974:
      list(`Philippe, Patrick, Alain, Pascal, Thierry, Éric, Christophe, Bruno, Laurent, Frédéric,
Didier, Dominique, Jean-Pierre, Olivier, Stéphane, Marc, François, Gilles, Hervé, Franck, Vincent, Jérôme,
Denis, Jean-Luc, Fabrice, Xavier, Bertrand, Régis`),
    to1989:
      list(`Nicolas, Julien, Sébastien, David, Guillaume, Alexandre, Mathieu, Cédric, Romain, Thomas,
Benjamin, Anthony, Vincent, Arnaud, Maxime, Ludovic, Grégory, Damien, Fabien, Rémi, Aurélien, Mickaël, Loïc,
Yann, Florian, Emmanuel, Antoine, Simon`),
    to2004:
      list(`Thomas, Alexandre, Maxime, Quentin, Lucas, Hugo, Antoine, Clément, Théo, Valentin, Alexis,
Romain, Nicolas, Paul, Baptiste, Arthur, Enzo, Louis, Mathis, Pierre, Corentin, Bastien, Simon, Tristan,
Léo, Victor, Adrien, Robin`),
    to2030:
      list(`Gabriel, Léo, Raphaël, Louis, Arthur, Jules, Maël, Noah, Adam, Lucas, Hugo, Liam, Sacha,
Gabin, Paul, Nathan, Aaron, Éden, Tom, Léon, Noé, Tiago, Isaac, Marius, Victor, Ayden, Martin, Naël, Mathis,
Axel, Robin, Timéo, Enzo, Eliott, Valentin`),
  },
  female: {
    to1954:
      list(`Monique, Françoise, Jacqueline, Nicole, Marie, Jeannine, Denise, Simone, Yvette, Madeleine,
Michèle, Christiane, Danielle, Odette, Paulette, Ginette, Huguette, Colette, Annie, Josette, Thérèse, Renée,
Suzanne, Bernadette, Marie-Thérèse, Arlette, Éliane, Solange`),
    to1974:
      list(`Catherine, Sylvie, Martine, Nathalie, Isabelle, Christine, Brigitte, Véronique, Valérie,
Sandrine, Florence, Patricia, Chantal, Corinne, Dominique, Anne, Pascale, Laurence, Sophie, Béatrice,
Muriel, Agnès, Marie-Christine, Évelyne, Hélène, Claire, Fabienne, Ghislaine`),
    to1989:
      list(`Céline, Stéphanie, Aurélie, Émilie, Virginie, Julie, Laetitia, Élodie, Audrey, Caroline,
Marie, Delphine, Sandra, Mélanie, Vanessa, Sophie, Laura, Amélie, Jennifer, Marion, Camille, Charlotte,
Anne-Sophie, Claire, Lucie, Alexandra, Karine, Hélène`),
    to2004:
      list(`Camille, Léa, Manon, Marie, Laura, Pauline, Chloé, Mathilde, Marine, Emma, Sarah, Océane,
Justine, Anaïs, Clara, Lucie, Inès, Lisa, Juliette, Margaux, Morgane, Charlotte, Élise, Jade, Alice,
Eva, Solène, Noémie`),
    to2030:
      list(`Louise, Jade, Emma, Alice, Ambre, Lina, Rose, Chloé, Mia, Léa, Anna, Mila, Julia, Romy, Lou,
Inès, Agathe, Juliette, Léna, Iris, Nina, Zoé, Jeanne, Victoire, Éva, Adèle, Olivia, Charlie, Margaux,
Giulia, Sofia, Capucine, Victoria, Lola, Élena`),
  },
}

function name(random: Random, sex: Sex, bornYear: number, parent?: Relative): HumanName {
  const family = parent?.name.family ?? randomFamily(random)
  const given = maghrebFamilies.includes(family)
    ? maghrebNames[sex]
    : firstNames[sex][eraOf(bornYear)]
  return { family, given: random.pickRanked(given), patronymic: null }
}

function randomFamily(random: Random): string {
  if (random.chance(0.11)) return random.pickRanked(maghrebFamilies)
  const family = random.pickRanked(families)
  if (!random.chance(0.04)) return family
  const other = random.pickRanked(families)
  return other === family ? family : `${family}-${other}`
}

/** The key of a NIR: 97 less the remainder of its thirteen digits by 97 (INSEE). */
export function nirKey(thirteenDigits: string): string {
  return String(97 - (Number(thirteenDigits) % 97)).padStart(2, '0')
}

/** `1 78 04 45 099 123 42`: sex, year, month, department, commune, order in the register, key. */
function nir(random: Random, sex: Sex, bornOn: string): string {
  const [year = '', month = ''] = bornOn.split('-')
  const department = random.chance(0.6) ? '45' : String(random.int(1, 95)).padStart(2, '0')
  // The department 20 became 2A and 2B, which the plain modulo does not know.
  const place = department === '20' ? '45' : department
  const parts = [
    sex === 'male' ? '1' : '2',
    year.slice(2),
    month,
    place,
    String(random.int(901, 989)),
    String(random.int(1, 989)).padStart(3, '0'),
  ]
  return [...parts, nirKey(parts.join(''))].join(' ')
}

const streets = list(`
rue des Grands Tilleuls, rue du Vieux Lavoir, rue de la Halle aux Blés, avenue de Montclair, rue des Vanniers,
rue du Moulin à Vent, impasse des Lilas, rue de la Fontaine Claire, rue des Quatre Chemins, place du Marché,
rue de l'Ancien Relais, boulevard des Remparts, rue du Pont Rouge, allée des Merisiers, rue des Tanneurs,
rue de la Source, chemin des Vignes, rue du Four Banal, allée des Peupliers, rue de la Tuilerie,
rue des Bleuets, chemin du Gué, rue Basse, rue Haute, quai de la Lise, allée du Verger, rue du Puits Salé`)

/** Montclair-les-Tilleuls and its postal code are invented. */
function address(random: Random): string {
  const repeated = random.chance(0.08) ? ' bis' : ''
  return `${random.int(1, 98)}${repeated} ${random.pick(streets)}, 45990 Montclair-les-Tilleuls`
}

/** 06 39 98 and 02 61 91 (centre of France) are kept for fiction (ARCEP 2018-0881, §2.5.12). */
const mobile = (random: Random): string => `+33 6 39 98 ${random.digits(2)} ${random.digits(2)}`

const landline = (random: Random): string =>
  `+33 ${random.pick(['1 99 00', '2 61 91'])} ${random.digits(2)} ${random.digits(2)}`

function identityDocument(random: Random, sex: Sex, bornOn: string): IdentityDocument {
  return { kind: 'nir', number: nir(random, sex, bornOn) }
}

export const france: CountryPeople = {
  name,
  sharedFamily: (family) => family,
  mobile,
  landline,
  address,
  identityDocument,
}
