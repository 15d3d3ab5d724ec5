"""The door: what stands between the network and the house.

Here live HTTP, the settings, the command line and the wiring of every other room.
Only this room reads the environment, the clock and the arguments of a command.
It decides nothing about customers. It may call every room; no room calls it.
"""
