"""The types of the small library: fields of every kind, and of every nullability."""

from typing import Final

SDL: Final = """
scalar Day
scalar Loose
scalar Picky
enum Genre { POETRY PROSE DRAMA }
enum Mood { CALM LOUD }
enum With { FULL EMPTY NULL HOLE BAD RAISES BAD_HOLE ERROR MANY }
enum Answer { BOOK AUTHOR SHELF STONE REVIEW ODD GENRE NOWHERE NUMBER NOTHING NULL RAISES ITSELF }
input ReviewLike { word: String, stars: Int = 3, either: [ReviewLike!], sort: Sort! = UP }
enum Sort { UP DOWN }
interface Thing { id: ID! }
interface Named { name: String!, thing: Thing }
union Found = Book | Author | Shelf | Stone

type Query {
  book(id: ID!): Book
  sureBook(id: ID!): Book!
  books(genre: Genre, startsWith: String = "", first: Int! = 10): [Book!]!
  maybeBooks(ids: [ID!]!): [Book]
  author(id: Int! = 1): Author
  letter(id: Int!): Letter
  letters(ids: [Int!]!): [Letter]
  sureLetters(ids: [Int!]!): [Letter!]
  noLetters: [Letter!]!
  secrets: [Book!]
  sureSecrets: [Book!]!
  broken: Book
  sureBroken: Book!
  torn: [Book]
  bestPage(slow: Boolean! = false): ReviewPage!
  bestBook(slow: Boolean = false): Book
  bestBooks(slow: Boolean): [Book!]!
  streamOfBooks: [Book]
  odd: Odd
  sureOdd: Odd!
  thing(what: Answer!, slow: Boolean): Thing
  things: [Thing!]!
  named(what: Answer!, slow: Boolean): Named
  found(what: Answer!, slow: Boolean): Found
  founds(what: [Answer!]! = [BOOK, AUTHOR, SHELF, STONE]): [Found]
  echo(
    text: String = "said", number: Int, like: ReviewLike, ids: [ID], sure: Int! = 5, day: Day
  ): String
  slowEcho(text: String): String!
  counted: Int!
}
type Mutation {
  bump(by: Int = 1): Bump!
  slowBump(by: Int = 1): Bump
  rename(id: ID!, title: String!): Renamed
  fail: Bump
  sureFail: Bump!
}
type Subscription { bumped: Bump, reviewed(first: Int): Review!, renamed: Renamed! }
type Bump { by: Int!, before: Int, counter: Counter!, later: Counter }
type Counter { count: Int!, twice: Int!, book: Book }
type Renamed { title: String!, book: Book, sureBook: Book! }

type Book implements Thing {
  id: ID!
  number: Int!
  title: String!
  genre: Genre!
  pages: Int
  price: Float!
  printed: Day!
  blurb: String
  label: String!
  greeting: String
  halfPages: Int
  sureHalf: Int!
  torn: String
  sureTorn: String!
  author: Author
  sureAuthor: Author!
  shelf: Shelf!
  reviews(first: Int = 10, like: ReviewLike, sort: Sort = UP): [Review!]!
  maybeReviews(needed: Int! = 1): [Review]
  reviewWords(first: Int): [String!]!
  marks: [String]
  sureMarks: [String!]
  allMarks: [String!]!
  genres: [Genre]
  sureGenres: [Genre!]
  sizes: [Int]
  sureSizes: [Int!]
  page(first: Int = 2): ReviewPage!
  maybePage(first: Int): ReviewPage
  secret: String
  sureSecret: String!
  secretReviews: [Review!]
  sureSecretReviews: [Review!]!
  secretPage: ReviewPage
  broken: Author
  sureBroken: Author!
  partly: Author
  partlySure: Author!
  noReviews: [Review!]!
  wrongReviews: [Review!]
  slug: String!
  slow: String
  similar(slow: Boolean = false): [Book!]!
  thing: Thing
  odd: Odd
  sureFails: Int!
  oddPage: ReviewPage
}
type Author implements Thing & Named {
  id: ID!
  name: String!
  books(genre: Genre): [Book!]!
  friend: Author
  sureFriend: Author!
  house: Shelf
  nameLater: String!
  thing: Thing
}
type Shelf implements Thing {
  id: ID!
  room: String!
  height: Picky
  sureHeight: Picky!
  books: [Book!]!
}
type Stone implements Thing & Named { id: ID!, name: String!, weight: Int, thing: Thing }
type Review {
  stars: Int!
  word: String!
  book: Book!
  author: Author
  sureAuthor: Author!
  words: [String!]!
}
type ReviewPage {
  nodes: [Review!]!
  edges: [ReviewEdge!]!
  size: Int
  sureSize: Int!
  genre: Genre
  first: Review
  sureFirst: Review!
  torn: String
  tornNodes: [Review!]
  sureTornNodes: [Review!]!
  tornFirst: Review
  noNodes: [Review]
  someNodes: [Review]
  holes: [Review]
  sureHoles: [Review!]
  secret: Int
  secretNodes: [Review!]!
  count: Int!
  late: Int
  book: Book
  described: String
}
type ReviewEdge { cursor: String!, node: Review!, maybe: Review, place: Int }
type Letter {
  id: Int!
  must: String!
  text: String
  genre: Genre
  sureGenre: Genre!
  count: Int
  sureCount: Int!
  price: Float
  flag: Boolean
  words: [String!]
  sureWords: [String!]!
  numbers: [Int]
  grid: [[Int!]!]
  loose: Loose
  code: ID
  next: Letter
  sureNext: Letter!
}
type Odd {
  plain: String
  called(text: String = "x"): String
  pair: Pair
  pairs: [Pair!]
  fine: String
  slow: String!
  raises: String
  sureRaises: String!
  slowRaises(text: String): String
  sureSlowRaises: String!
  coded: String
  located: String
  error: String
  errors: [String]
  nothing: String!
  slowNothing: String!
  wrongInt: Int
  largeInt: Int!
  genre: Genre
  mood: Mood
  wrongMood: Mood
  unhashable: Mood
  picky(of: Int = 1): Picky
  surePicky(of: Int!): Picky!
  day: Day
  wrongDay: Day
  noList: [String]
  textList: [String]
  generator: [Int!]
  stream(fails: Boolean = false): [Int!]
  sureStream(fails: Boolean): [[Int!]!]!
  mixed(fails: Boolean): [Int]
  sureMixed(fails: Boolean): [Int!]!
  noObject: Pair
  wrongKind: Author
  slowKind: Rock
  maybe(slow: Boolean): Odd
  sure(slow: Boolean): Odd!
  odds(with: With, slow: Boolean): [Odd]
  sureOdds(with: With, slow: Boolean): [Odd!]!
  a(with: With!, slow: Boolean): [Int]
  b(with: With!, slow: Boolean): [Int!]
  c(with: With!, slow: Boolean): [Int]!
  d(with: With!, slow: Boolean): [Int!]!
  e(with: With!, slow: Boolean): [[Int]]
  f(with: With!, slow: Boolean): [[Int!]]!
  g(with: With!, slow: Boolean): [[Int!]!]
  h(with: With!, slow: Boolean): [[Int!]!]!
  i(with: With!, slow: Boolean): [[[Int!]!]]
  book: Book
  books: [Book!]!
  page: ReviewPage
}
type Pair { left: Int, right: Int!, both(sum: Boolean = true): Int }
type Rock { weight: Int }
"""
