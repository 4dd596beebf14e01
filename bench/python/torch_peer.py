#!/usr/bin/env python3
"""PyTorch on the CPU, channels last: the figures of figures.py. bfloat16 is torch.autocast."""

import figures

options = figures.arguments()

import numpy as np
import torch
from torch import nn


def network():
    return nn.Sequential(
        nn.Conv2d(3, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(3), nn.Flatten(), nn.Linear(5184, 10)
    ).to(memory_format=torch.channels_last)


def images(x):
    """uint8 rows x height x width x channels is channels last already: only the view changes."""
    return torch.from_numpy(x).permute(0, 3, 1, 2).float().div_(255)


class TorchPeer:
    name = "torch"
    version = f"PyTorch {torch.__version__}"

    def __init__(self, precision):
        self.model = network()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7)
        self.mixed = precision == "bfloat16"

    def forward(self, x):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.mixed):
            return self.model(images(x)).float()

    def step(self, x, y):
        self.optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.binary_cross_entropy_with_logits(self.forward(x), torch.from_numpy(y).float())
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def steps(self):
        return {"": self.step}

    def epoch(self, x, y):
        order = np.random.permutation(len(x))
        return sum(self.step(x[rows], y[rows]) * len(rows) for rows in np.split(order, range(figures.BATCH, len(x), figures.BATCH))) / len(x)

    @torch.inference_mode()
    def answer(self, x):
        return torch.sigmoid(self.forward(x)).numpy()

    def latencies(self):
        return {"inference_mode": self.answer}

    def predict(self, x, batch_size):
        return np.concatenate([self.answer(x[i : i + batch_size]) for i in range(0, len(x), batch_size)])


if __name__ == "__main__":
    figures.main(TorchPeer, options)
