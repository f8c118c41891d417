"""What a net weighs for one mode under conditions; nothing of the graph is built anew.

    table of the mode + conditions -> weights of edges, turns, entries
                                   -> customised hierarchy, which sweeps follow

* **Sizes.** A street posted for less than the vehicle is closed to it but for those who
  stop there: entering such ground is counted in the weight, and a way that enters it
  without ending there is no way. A posted barrier (a width or height restrictor) that
  is too small is closed without exception.
* **Avoiding** tolls, motorways or ferries: the fewest such stretches there are to be
  had, then the quickest. The answered seconds are those really taken.
* **Speed** stands instead of the mode's own on the flat, where it walks or rides.
* **Congestion** makes the roads of a class slower; ferries keep their timetable.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from console.domain.travel import Conditions, RoadClass
from console.geo.streets.columns import (
    Fringe,
    Graph,
    Ground,
    Hung,
    Lines,
    ModeColumns,
    ModeTable,
    NetColumns,
)
from console.geo.streets.hierarchy import Fans, build_metric
from console.geo.streets.modes import Mode
from console.geo.streets.signs import Signs, WayKind
from console.geo.streets.weights import (
    AVOIDED_SHIFT,
    ENTRY_SHIFT,
    LIMITED_SHIFT,
    TIME_MASK,
    UNREACHED,
    Weights,
    packed,
)

type Flags = NDArray[np.bool_]
type Ints = NDArray[np.int64]

_ROAD_CLASSES = {
    WayKind.MOTORWAY: RoadClass.MOTORWAY,
    WayKind.TRUNK: RoadClass.TRUNK,
    WayKind.PRIMARY: RoadClass.PRIMARY,
    WayKind.SECONDARY: RoadClass.SECONDARY,
    WayKind.TERTIARY: RoadClass.TERTIARY,
}


def weigh(net: NetColumns, mode: Mode, conditions: Conditions) -> ModeColumns:
    """The net as `mode` sees it; the congestion in `conditions` is that of the hour.

    Pure; some tens of milliseconds for a city.
    """
    table, ground = net.tables[mode], net.ground
    edge_weight = _edge_weight(net, mode, conditions)
    limited = _exceeded(ground, conditions)
    streets = limited[ground.street_limit]
    closed_vertex = limited[ground.vertex_limit]
    read = _road_weights if net.turns_weigh else _path_weights
    extra, leaving, reaching = read(net, mode, streets, closed_vertex)
    graph = net.graph
    weight = np.minimum(edge_weight[graph.edge] + extra, UNREACHED)
    metric = build_metric(net.shape, weight)
    lines = _lines(ground, table, edge_weight, streets)
    return ModeColumns(
        lines=lines,
        graph=Graph(graph.tail, graph.head, weight, graph.edge),
        shape=net.shape,
        metric=metric,
        fans=Fans(net.shape, metric),
        departures=leaving,
        arrivals=reaching,
        grid=net.grid,
        segment_use=table.segment_use,
        signs=_own_signs(net.signs, lines.street_edge),
    )


def _edge_weight(net: NetColumns, mode: Mode, conditions: Conditions) -> Weights:
    table, pace, ground = net.tables[mode], net.paces[mode], net.ground
    kind = net.signs.street_kind
    ms = table.edge_ms.astype(np.int64)
    if conditions.speed_kmh > 0 and pace.flat_kmh:
        own = np.rint(ms * (pace.flat_kmh / conditions.speed_kmh)).astype(np.int64)
        ms = np.where(table.edge_paced, np.maximum(own, 1), ms)
    if net.turns_weigh and conditions.congestion:
        ms = ms * _percent(conditions)[kind[ground.edge_street]] // 100
    avoided = np.zeros(kind.size, np.bool_)
    if conditions.avoid_tolls:
        avoided |= table.street_toll
    if conditions.avoid_motorways:
        avoided |= kind == WayKind.MOTORWAY
    if conditions.avoid_ferries:
        avoided |= kind == WayKind.FERRY
    weight = packed(
        np.minimum(ms, TIME_MASK), ground.edge_dm.astype(np.int64), _none(ms)
    )
    weight += avoided[ground.edge_street].astype(np.int64) << AVOIDED_SHIFT
    return np.where(table.edge_ms > 0, weight, UNREACHED)


def _percent(conditions: Conditions) -> Ints:
    """How long each kind of way takes, 100 as ever; the last rule of a class counts."""
    by_class = {rule.road_class: rule.percent for rule in conditions.congestion}
    road = {kind: _ROAD_CLASSES.get(kind, RoadClass.MINOR) for kind in WayKind}
    percent = [by_class.get(road[kind], 100) for kind in WayKind]
    percent[WayKind.FERRY] = 100
    return np.array(percent, np.int64)


def _exceeded(ground: Ground, conditions: Conditions) -> Flags:
    """Which of the posted limits the vehicle is over."""
    own = np.array(
        [
            conditions.height_mm,
            conditions.width_mm,
            conditions.length_mm,
            conditions.gross_mass_kg,
        ]
    )
    over = (ground.limits > 0) & (ground.limits < own)
    return np.asarray(over.any(axis=1))


def _road_weights(
    net: NetColumns, mode: Mode, limited: Flags, closed_vertex: Flags
) -> tuple[Weights, Fringe, Fringe]:
    """What turns weigh, and departures and arrivals with them."""
    table, pace, ground, graph = (
        net.tables[mode],
        net.paces[mode],
        net.ground,
        net.graph,
    )
    here, there = ground.edge_street[graph.edge], ground.edge_street[graph.onto]
    vertex, straight = ground.edge_head[graph.edge], ~graph.around
    private, gate = table.street_destination, table.vertex_gate[vertex] & straight
    turn_ms = np.rint(graph.share * pace.turn_ms) + ground.vertex_signal[vertex] * (
        float(pace.signal_ms)
    )
    turn = packed(
        np.where(graph.around, pace.u_turn_ms, turn_ms).astype(np.int64),
        _none(graph.edge),
        (private[there] & ~private[here]).astype(np.int64) + gate,
    )
    turn += _flag(limited[there] & ~limited[here], LIMITED_SHIFT)
    turn[~table.arc_allowed | (closed_vertex[vertex] & straight)] = UNREACHED
    nothing = np.zeros(net.arrivals.node.size, np.int64)
    arrivals = Fringe(net.arrivals.first, net.arrivals.node, nothing)
    return turn, _fringe(net.departures, turn), arrivals


def _path_weights(
    net: NetColumns, mode: Mode, limited: Flags, closed_vertex: Flags
) -> tuple[Weights, Fringe, Fringe]:
    """What entering edges and passing vertices weighs, and departures and arrivals.

    An edge on closed ground that starts at a vertex of open ground is an entry.
    """
    table, pace, ground, graph = (
        net.tables[mode],
        net.paces[mode],
        net.ground,
        net.graph,
    )
    street, vertex = ground.edge_street[graph.edge], ground.edge_head[graph.edge]
    ends = net.signs.street_vertices
    start = ends[street, (~ground.edge_forward[graph.edge]).astype(np.int64)]
    usable = np.zeros(len(ends), np.bool_)
    usable[ground.edge_street[table.edge_ms > 0]] = True

    def entered(closed: Flags) -> Flags:
        outside = np.zeros(table.vertex_gate.size, np.bool_)
        outside[ends[usable & ~closed].ravel()] = True
        return np.asarray(closed[street] & outside[start])

    entry = _flag(entered(table.street_destination), ENTRY_SHIFT)
    entry += _flag(entered(limited), LIMITED_SHIFT)
    waits = ground.vertex_signal[vertex] * np.int64(pace.signal_ms)
    passing = packed(waits, _none(waits), table.vertex_gate[vertex].astype(np.int64))
    passing[~table.arc_allowed | closed_vertex[vertex]] = UNREACHED
    return (
        np.minimum(entry + passing, UNREACHED),
        _fringe(net.departures, passing),
        _fringe(net.arrivals, entry),
    )


def _fringe(hung: Hung, weight: Weights) -> Fringe:
    return Fringe(hung.first, hung.node, weight[hung.arc])


def _flag(flags: Flags, shift: int) -> Weights:
    return flags.astype(np.int64) << shift


def _none(like: NDArray[np.int64] | NDArray[np.int32]) -> Ints:
    return np.zeros(like.size, np.int64)


def _lines(
    ground: Ground, table: ModeTable, edge_weight: Weights, limited: Flags
) -> Lines:
    edge = ground.street_edge
    is_open = (edge >= 0) & (table.edge_ms > 0)[edge]
    return Lines(
        point_first=ground.point_first,
        point_lonlat=ground.point_lonlat,
        point_along_m=ground.point_along_m,
        point_street=ground.point_street,
        street_edge=np.where(is_open, edge, -1).astype(np.int32),
        street_name=ground.street_name,
        street_way=ground.street_way,
        street_destination=table.street_destination,
        street_limited=limited,
        name_first=ground.name_first,
        name_text=ground.name_text,
        edge_street=ground.edge_street,
        edge_forward=ground.edge_forward,
        edge_weight=edge_weight,
        edge_solid=table.edge_solid,
    )


def _own_signs(signs: Signs, street_edge: NDArray[np.int32]) -> Signs:
    """The same signs; only streets open to the mode meet at a vertex."""
    kept = (street_edge >= 0).any(axis=1)[signs.vertex_end // 2]
    first = np.append(0, np.cumsum(kept))[signs.vertex_first]
    return replace(
        signs,
        vertex_first=first.astype(np.int32),
        vertex_end=signs.vertex_end[kept],
    )
